/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.his;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xrayvision.simulator.http.FaultyAnswers;
import org.xrayvision.simulator.http.HttpFault;

/**
 * A hospital's FHIR server on loopback in the Hipocrate dialect. It is told of exams; a while later
 * a report on each is there, in Romanian, made up, the same for the same study UID; of ten reports
 * about one is amended and one is withdrawn another while later. Safe for threads.
 */
public final class HospitalSimulator implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MAX_EXAMS = 2_000;
  private static final Duration NEAR = Duration.ofMinutes(1);
  private static final DateTimeFormatter DT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final List<String> RADIOLOGISTS =
      List.of("Dr. Popescu Ana", "Dr. Marin Dragoș", "Dr. Székely Ildikó");
  private static final String NOTHING =
      "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"information\","
          + "\"code\":\"not-found\"}]}";

  /** An exam, the number of its request, and when the hospital was told of it. */
  private record Known(PerformedExam exam, int request, Instant told) {
    int hash() {
      return Math.floorMod(exam.studyUid().hashCode() * 0x9E3779B1, 1_000_000);
    }
  }

  private final FaultyAnswers answers = new FaultyAnswers();
  private final Map<String, Known> exams = new LinkedHashMap<>();
  private final AtomicInteger requests = new AtomicInteger(500);
  private final Duration delay;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @param delay after which a report is there, give or take a half
   * @throws IOException if the port is not to be had
   */
  public HospitalSimulator(int port, Duration delay, Clock clock) throws IOException {
    this.delay = delay;
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    AtomicInteger count = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "xrv-sim-hospital-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext(
        "/fhir/Metadata", e -> answers.answer(e, "{\"resourceType\":\"CapabilityStatement\"}"));
    server.createContext("/fhir/Patient", e -> answer(e, this::patient));
    server.createContext("/fhir/ServiceRequest", e -> answer(e, this::serviceRequest));
    server.createContext("/fhir/DiagnosticReport/", this::report);
    server.start();
  }

  /** What {@code FHIR_URL} is set to. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it does wrong from now on. */
  public void fault(HttpFault fault) {
    answers.set(fault);
  }

  /** Tells of an exam. Another view of the same study and region changes nothing. */
  public void performed(PerformedExam exam) {
    synchronized (exams) {
      exams.computeIfAbsent(
          exam.studyUid() + " " + exam.region(),
          key -> new Known(exam, requests.incrementAndGet(), clock.instant()));
      if (exams.size() > MAX_EXAMS) {
        exams.remove(exams.keySet().iterator().next());
      }
    }
  }

  private List<Known> known() {
    synchronized (exams) {
      return List.copyOf(exams.values());
    }
  }

  private void answer(HttpExchange exchange, Function<Map<String, String>, Optional<String>> by)
      throws IOException {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : (raw == null ? "" : raw).split("&", -1)) {
      int equals = Math.max(0, pair.indexOf('='));
      query.put(
          pair.substring(0, equals),
          URLDecoder.decode(
              pair.substring(Math.min(pair.length(), equals + 1)), StandardCharsets.UTF_8));
    }
    answers.answer(exchange, by.apply(query).orElse(NOTHING));
  }

  /** A patient's own id there: never the CNP. */
  private static String idOf(PerformedExam exam) {
    return Integer.toString(10_000 + Math.floorMod(exam.patientId().hashCode(), 80_000));
  }

  private Optional<String> patient(Map<String, String> query) {
    String q = query.getOrDefault("q", "");
    return known().stream()
        .map(Known::exam)
        .filter(exam -> exam.patientId().equals(q) || words(exam.name()).startsWith(words(q) + " "))
        .findFirst()
        .map(HospitalSimulator::patient);
  }

  private static String words(String name) {
    return name.replaceAll("[\\^\\s]+", " ").strip() + " ";
  }

  private static String patient(PerformedExam exam) {
    String[] name = exam.name().split("\\^", -1);
    String given = name.length > 1 ? name[1] : "";
    return "{\"resourceType\":\"Patient\",\"id\":"
        + quoted(idOf(exam))
        + ",\"identifier\":[{\"value\":"
        + quoted(exam.patientId())
        + "}],\"name\":[{\"family\":"
        + quoted(name[0])
        + ",\"given\":["
        + quoted(given)
        + "]}],\"gender\":"
        + quoted(exam.sex().equals("M") ? "male" : "female")
        + ",\"birthDate\":"
        + quoted(exam.birthDate().toString())
        + "}";
  }

  private Optional<String> serviceRequest(Map<String, String> query) {
    LocalDateTime at;
    try {
      at = LocalDateTime.parse(query.getOrDefault("dt", ""), DT);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    String region = query.getOrDefault("region", "");
    return known().stream()
        .filter(known -> idOf(known.exam()).equals(query.get("patient")))
        .filter(known -> region.isEmpty() || known.exam().region().equals(region))
        .filter(known -> distance(known, at).compareTo(NEAR) <= 0)
        .min(Comparator.comparing(known -> distance(known, at)))
        .map(
            known ->
                "{\"resourceType\":\"ServiceRequest\",\"id\":\""
                    + known.request()
                    + "\",\"subject\":{\"reference\":\"Patient/"
                    + idOf(known.exam())
                    + "\"},\"supportingInfo\":[{\"display\":\"Control\"}]}");
  }

  private static Duration distance(Known known, LocalDateTime at) {
    return Duration.between(known.exam().taken(), at).abs();
  }

  private void report(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.substring(path.lastIndexOf('/') + 1);
    answers.answer(
        exchange,
        known().stream()
            .filter(known -> Integer.toString(known.request()).equals(id))
            .findFirst()
            .map(this::report)
            .orElse(NOTHING));
  }

  private String report(Known known) {
    int hash = known.hash();
    Instant issued = known.told().plus(delay.multipliedBy(50 + hash % 100).dividedBy(100));
    Instant changed = issued.plus(delay);
    String head =
        "{\"resourceType\":\"DiagnosticReport\",\"id\":\"R" + known.request() + "\",\"status\":";
    Instant now = clock.instant();
    if (now.isBefore(issued)) {
      return head + "\"registered\"}";
    }
    int fate = now.isBefore(changed) ? 9 : hash / 100 % 10;
    String status = fate == 0 ? "amended" : fate == 1 ? "entered-in-error" : "final";
    String text = RomanianReport.on(known.exam().picture(), hash / 1_000 % 8 == 0).text();
    String added = fate == 0 ? "\nAdaos: se recomandă control." : "";
    return head
        + quoted(status)
        + ",\"issued\":"
        + quoted(issued.toString())
        + ",\"resultsInterpreter\":[{\"display\":"
        + quoted(RADIOLOGISTS.get(hash % RADIOLOGISTS.size()))
        + "}],\"presentedForm\":[{\"contentType\":\"text/plain\",\"type\":\"radio\",\"region\":"
        + quoted(known.exam().region())
        + ",\"data\":"
        + quoted(text + added)
        + "}]}";
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "\"" + escaped + "\"";
  }

  /** Hangs up on whoever waits. */
  @Override
  public void close() {
    answers.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
