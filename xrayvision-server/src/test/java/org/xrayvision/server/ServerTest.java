/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;
import org.xrayvision.server.config.ServerConfiguration;

@Timeout(180)
class ServerTest {
  private static final Path EXPLICIT = Path.of("../testdata/ts/cr_explicit.dcm");
  private static final String PASSWORD = "a password of the test";
  private static final ProposedContext CR =
      ProposedContext.of(
          SOPClass.ComputedRadiographyImageStorage, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());

  @TempDir Path data;

  @Test
  void whatIsStoredOverDicomIsSeenOverHttpAndNotInTheLog() throws Exception {
    try (Server server = start()) {
      assertThat(server.newPassword()).isEmpty();
      assertThat(store(server, EXPLICIT)).isEqualTo(Status.SUCCESS);
      assertThat(store(server, EXPLICIT).isSuccess()).isTrue();
      assertThat(get(server, "api/exams", null).statusCode()).isEqualTo(401);

      assertThat(get(server, "api/exams", "admin:" + PASSWORD).body())
          .contains("\"total\":1")
          .contains(patient(EXPLICIT, Tag.PatientID));
      awaitMetrics(
          server,
          "xrayvision_associations_total{result=\"released\"} 2.0",
          "xrayvision_exam_events_total{event=\"received\"} 1.0");
      assertThat(get(server, "metrics", "admin:" + PASSWORD).body())
          .contains("xrayvision_ingest_objects_seconds_count{outcome=\"stored\"} 1")
          .contains("xrayvision_ingest_objects_seconds_count{outcome=\"already_stored\"} 1")
          .contains("xrayvision_associations_total{result=\"released\"} 2.0")
          .contains("xrayvision_associations_open 0.0")
          .contains("xrayvision_exam_events_total{event=\"received\"} 1.0")
          .contains("xrayvision_endpoint_breaker_open{place=\"2\",role=\"vision_model\"} 0.0")
          .contains("plugin=\"openai\",role=\"fallback_1\"")
          .doesNotContain("TESTER", "127.0.0.1", patient(EXPLICIT, Tag.PatientID));
      assertThat(get(server, "api/config", "admin:" + PASSWORD).body())
          .contains("\"AE_TITLE\":\"XRAYVISION\"", "\"PAGE_SIZE\":10")
          .doesNotContain("API_KEY", "PASSWORD");
    }
    assertThat(log())
        .contains("started: http://127.0.0.1:", "association from TESTER@127.0.0.1", "received")
        .doesNotContain(patient(EXPLICIT, Tag.PatientID))
        .doesNotContain(familyName(EXPLICIT))
        .doesNotContain(PASSWORD);
  }

  @Test
  void whatIsRefusedAtTheDoorIsNotedOnce() throws Exception {
    ProposedContext mammography =
        ProposedContext.of(
            SOPClass.DigitalMammographyXRayImageStorageForPresentation,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    try (Server server = start()) {
      for (int i = 0; i < 3; i++) {
        Association.open(requestor(server, CR, mammography)).close();
      }

      String refusals = awaitRefusals(server, "Mammography");
      assertThat(refusals).containsOnlyOnce("TESTER").contains("Mammography");
    }
    assertThat(log()).containsOnlyOnce("refused: Digital Mammography");
  }

  @Test
  void onlyKnownSourcesMayCallWhereThatIsConfigured() throws Exception {
    Files.writeString(
        data.resolve("local.cfg"), "[dicom]\nknown_sources_only = yes\n[source:KNOWN]\n");
    try (Server server = start()) {
      assertThatThrownBy(() -> Association.open(requestor(server, CR)))
          .hasMessageContaining("rejected");

      assertThat(awaitRefusals(server, "TESTER")).contains("TESTER");
    }
  }

  @Test
  void theDirectoryOfARunningServerIsRefusedAndItsLogLeftAlone() throws IOException {
    try (Server first = start()) {
      long before = Files.size(data.resolve("xrayvision.log"));
      assertThatThrownBy(this::start)
          .isInstanceOf(XRayVisionException.class)
          .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
      assertThat(Files.size(data.resolve("xrayvision.log"))).isEqualTo(before);
      assertThat(first.dicomPort()).isPositive();
    }
    start().close();
  }

  @Test
  void withLoadDicomTheFilesOfTheImagesFolderAreOfferedWhileTheServerRuns() throws Exception {
    Files.createDirectories(data.resolve("images"));
    Files.copy(EXPLICIT, data.resolve("images").resolve("of the old server.dcm"));
    List<Option> options = List.of(new Option("--load-dicom", "LOAD_DICOM", "yes"));
    try (Server server = Server.start(configuration(options), PASSWORD, null)) {
      while (!log().contains("LOAD_DICOM: 1 files, 1 taken")) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(get(server, "api/exams", "admin:" + PASSWORD).body()).contains("\"total\":1");
    }
    assertThat(log()).doesNotContain("of the old server");
    assertThat(threads()).isEmpty();
  }

  @Test
  void aTakenPortEndsTheStartAndLeavesNothingOpen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      List<Option> options = List.of(new Option("--dicom-port", "AE_PORT", "" + port));
      assertThatThrownBy(() -> Server.start(configuration(options), PASSWORD, null))
          .isInstanceOf(XRayVisionException.class)
          .hasMessageContaining(String.valueOf(port));
    }
    start().close();
  }

  @Test
  void closesSoonThoughAPeerIsHalfWayThroughAStore() throws Exception {
    List<Option> options = List.of(new Option("--small", "max_pdu_length", "4096"));
    Server server = Server.start(configuration(options), PASSWORD, null);
    Association association = Association.open(requestor(server, CR));
    CompletableFuture<Void> sender = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    new Thread(() -> storeUnfinished(association, closed, sender), "unfinished sender").start();
    while (!holdsSomething(data.resolve("incoming"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    Instant begun = Instant.now();
    server.close();

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
    assertThat(threads()).isEmpty();
    assertThat(data.resolve("images")).isEmptyDirectory();
    server.close();
    closed.countDown();
    assertThat(sender)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IOException.class);
    association.abort();
  }

  private static boolean holdsSomething(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  @Test
  void anAdminPasswordThatCannotBeTakenNamesItsVariable() {
    assertThatThrownBy(() -> Server.start(configuration(List.of()), "short", null))
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("XRAYVISION_ADMIN_PASSWORD: A password has at least");
  }

  @Test
  void aDirectoryThatEverybodyCanReadIsWarnedOf() throws IOException {
    assumeThat(data.getFileSystem().supportedFileAttributeViews()).contains("posix");
    start().close();
    assertThat(log()).doesNotContain("every account");

    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    start().close();

    assertThat(log()).contains("can be read by every account of this machine");
  }

  @Test
  void aFileInTheShapeOfThePythonProgramStarts() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("config/python-shaped.cfg")) {
      Files.write(data.resolve("xrayvision.cfg"), Objects.requireNonNull(in).readAllBytes());
    }
    try (Server server = Server.start(configuration(List.of()), null, null)) {
      StringWriter out = new StringWriter();
      server.announce(new PrintWriter(out));

      assertThat(server.newPassword()).isPresent();
      assertThat(out.toString().lines())
          .satisfiesExactly(
              line -> assertThat(line).matches("dashboard: http://127\\.0\\.0\\.1:\\d+/"),
              line -> assertThat(line).isEqualTo("user: admin"),
              line -> assertThat(line).startsWith("password: ").hasSizeGreaterThan(18),
              line -> assertThat(line).matches("dicom: XRAYVISION@0\\.0\\.0\\.0:\\d+"));
    }
    assertThat(log())
        .contains("abdominal matches no rule", "[users] admin: taken over, but disabled")
        .contains("[users] radiologist: taken over; remove the line")
        .contains("plugin ntfy (notifier, version 0.1, built in) runs")
        .doesNotContain("p#a ;s%s");
  }

  @Test
  void theCommandPrintsWhereItIsAndEnds() throws Exception {
    StringWriter out = new StringWriter();
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread command = new Thread(() -> code.complete(serve(out)), "serve command");
    command.start();
    while (!out.toString().contains("dicom: ") && !code.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    command.interrupt();

    assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(out.toString()).contains("dashboard: http://", "user: admin", "password: ");
    assertThat(threads()).isEmpty();
  }

  private int serve(StringWriter out) {
    return Main.run(
        Map.of(),
        new PrintWriter(out, true),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        "--data",
        data.toString(),
        "--http-port",
        "0",
        "--dicom-port",
        "0");
  }

  private Server start() {
    return Server.start(configuration(List.of()), PASSWORD, null);
  }

  private ServerConfiguration configuration(List<Option> more) {
    List<Option> options = new ArrayList<>();
    options.add(new Option("--http-port", "DASHBOARD_PORT", "0"));
    options.add(new Option("--dicom-port", "AE_PORT", "0"));
    options.addAll(more);
    Map<String, String> environment =
        Map.of(
            "XRAYVISION_OPENAI_URL_PRIMARY", "http://127.0.0.1:1/v1/chat/completions",
            "XRAYVISION_OPENAI_URL_SECONDARY", "http://127.0.0.1:2/v1/chat/completions");
    return ConfigurationLoader.load(
        new ConfigurationSources(data, null, false, environment, options));
  }

  private static RequestorOptions requestor(Server server, ProposedContext... contexts) {
    return RequestorOptions.builder()
        .callingAETitle("TESTER")
        .calledAETitle("XRAYVISION")
        .host("127.0.0.1")
        .port(server.dicomPort())
        .contexts(List.of(contexts))
        .build();
  }

  private static Status store(Server server, Path file) throws IOException {
    try (DicomFile dicom = DicomFile.open(file);
        InputStream in = Files.newInputStream(file);
        Association association = Association.open(requestor(server, CR))) {
      in.skipNBytes(dicom.dataSetOffset());
      return association.store(
          SOPClass.ComputedRadiographyImageStorage,
          dicom.dataSet().string(Tag.SOPInstanceUID).orElseThrow(),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          in);
    }
  }

  /** The data set of a file but for its last bytes, which come so slowly that they never do. */
  private static final class Unfinished extends InputStream {
    private final InputStream beginning;
    private final CountDownLatch closed;

    private Unfinished(byte[] file, int dataSetOffset, CountDownLatch closed) {
      this.closed = closed;
      beginning = new ByteArrayInputStream(file, dataSetOffset, file.length - dataSetOffset - 100);
    }

    @Override
    public int read() throws IOException {
      int next = beginning.read();
      return next >= 0 ? next : slowly();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = beginning.read(buffer, offset, length);
      if (count > 0) {
        return count;
      }
      buffer[offset] = (byte) slowly();
      return 1;
    }

    /** Nothing that the server waits for comes until it is closed, and then as much as it takes. */
    private int slowly() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return 0;
    }
  }

  private static void storeUnfinished(
      Association association, CountDownLatch closed, CompletableFuture<Void> result) {
    try (DicomFile dicom = DicomFile.open(EXPLICIT)) {
      association.store(
          SOPClass.ComputedRadiographyImageStorage,
          dicom.dataSet().string(Tag.SOPInstanceUID).orElseThrow(),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          new Unfinished(Files.readAllBytes(EXPLICIT), (int) dicom.dataSetOffset(), closed));
      result.complete(null);
    } catch (IOException e) {
      result.completeExceptionally(e);
    }
  }

  private static String patient(Path file, int tag) throws IOException {
    try (DicomFile dicom = DicomFile.open(file)) {
      return dicom.dataSet().text(tag).orElseThrow().strip();
    }
  }

  private static String familyName(Path file) throws IOException {
    String name = patient(file, Tag.PatientName);
    return name.substring(0, name.indexOf('^'));
  }

  private static HttpResponse<String> get(Server server, String path, @Nullable String credential)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.dashboard().resolve(URI.create(path)));
    if (credential != null) {
      byte[] bytes = credential.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A peer has its answer before it is counted. */
  private static void awaitMetrics(Server server, String... lines) throws Exception {
    String scrape = "";
    for (int i = 0; i < 600 && !List.of(lines).stream().allMatch(scrape::contains); i++) {
      TimeUnit.MILLISECONDS.sleep(i == 0 ? 0 : 50);
      scrape = get(server, "metrics", "admin:" + PASSWORD).body();
    }
  }

  /** A peer has its answer before the row is there. */
  private static String awaitRefusals(Server server, String part) throws Exception {
    String refusals = "";
    for (int i = 0; i < 600 && !refusals.contains(part); i++) {
      TimeUnit.MILLISECONDS.sleep(i == 0 ? 0 : 50);
      refusals = get(server, "api/refusals", "admin:" + PASSWORD).body();
    }
    return refusals;
  }

  /** The threads that a server should not leave behind. */
  private static List<String> threads() throws InterruptedException {
    List<String> left = List.of();
    for (int i = 0; i < 600; i++) {
      left =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.isAlive() && !thread.isDaemon())
              .map(Thread::getName)
              .filter(
                  name ->
                      !name.matches(
                          "main|serve command|unfinished sender|junit.*|surefire.*|ping.*"))
              .toList();
      if (left.isEmpty()) {
        return left;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return left;
  }

  private String log() throws IOException {
    return Files.readString(data.resolve("xrayvision.log"));
  }
}
