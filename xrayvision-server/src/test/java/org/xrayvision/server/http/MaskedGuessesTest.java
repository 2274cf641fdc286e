/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.http.MaskedWorlds.World;
import org.xrayvision.server.http.Samples.Sample;
import org.xrayvision.server.http.TestServer.Answer;

/**
 * Whether who is masked can have a guess confirmed, by any text or id that any route takes. Each is
 * asked of a hospital where it is right, and of one where it is not; if any answer differs, by its
 * status, a header or a byte, he knows in which of them he is.
 */
@Timeout(240)
final class MaskedGuessesTest {
  /** Of people and papers of the first hospital; in the others it is called otherwise. */
  private static final List<String> GUESSES =
      List.of(
          "popescu ion",
          "1580412400014",
          "1958-04-12",
          "Marin%",
          "412207",
          "CR-4711",
          "SR-2",
          "Dr. Andreea Marin",
          "pneumonia la Popescu",
          "fractura Stefanescu");

  /** What no route is said to take, should it take it all the same. */
  private static final List<String> UNTOLD = List.of("name", "cnp", "id", "patient", "q", "sort");

  /** Takes passwords, begins what goes on after the answer, or counts the program's own acts. */
  private static final Set<String> LEFT_OUT =
      Set.of("/api/login", "/api/logout", "/api/password", "/ws", "/metrics");

  private static final Set<String> HEADERS =
      Set.of(
          "etag",
          "location",
          "retry-after",
          "content-type",
          "content-length",
          "content-disposition",
          "cache-control",
          "x-statistics-unit",
          "x-statistics-readings",
          "x-statistics-included",
          "x-statistics-excluded",
          "x-statistics-left-out");

  @TempDir private static Path folder;
  private static MaskedWorlds worlds;
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    worlds = new MaskedWorlds(folder);
    document = worlds.here.server().as("admin").get("/api/spec").json();
  }

  @AfterAll
  static void stop() {
    worlds.close();
  }

  @Test
  void everyRouteThatSomebodyMaskedMayAskForIsTried() {
    Set<String> missing = new LinkedHashSet<>();
    for (Route route : worlds.here.server().server.routes()) {
      boolean tried =
          LEFT_OUT.contains(route.path())
              || samples().stream()
                  .anyMatch(
                      sample ->
                          sample.template().equals(route.path().replace("...", ""))
                              && sample.method().equals(route.method()));
      if (!tried && mayAsk(route)) {
        missing.add(route.method() + " " + route.path());
      }
    }
    assertThat(missing).isEmpty();
  }

  /** All that there are samples of, and what is no operation of the API. */
  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>(Samples.ALL);
    samples.add(Sample.of("GET", "/alerts/{id}", "/alerts/a-1", ""));
    return samples;
  }

  private static boolean mayAsk(Route route) {
    String path = route.path().replaceAll("\\{[^}]+}", "1.2.3.2");
    return List.of("user", "key").stream()
        .anyMatch(who -> worlds.here.as(who).write(route.method(), path, "{}").status() != 403);
  }

  @Test
  void noAnswerTellsHowSomebodyIsCalledOrNumbered() {
    List<String> told = new ArrayList<>();
    List<Sample> requests = requests();
    for (Sample sample : requests) {
      for (String who : List.of("user", "key")) {
        String here = ask(worlds.here, who, sample);
        String names = ask(worlds.otherNames, who, sample);
        String numbers = ask(worlds.otherNumbers, who, sample);
        if (!here.equals(names) || !withoutPseudonyms(here).equals(withoutPseudonyms(numbers))) {
          told.add(who + " " + sample + "\n" + here + "\n" + names + "\n" + numbers);
        }
      }
    }
    assertThat(told).isEmpty();
    assertThat(requests.size()).isGreaterThan(500);
  }

  private static String ask(World world, String who, Sample sample) {
    if (sample.template().endsWith("/journal")) {
      world.server().users.views().flush(); // what was seen before is in it
    }
    return shown(world.as(who).send(sample));
  }

  /** Another number has other pseudonyms, and an answer with them another tag; that is all. */
  private static String withoutPseudonyms(String answer) {
    return answer.replaceAll("([pr])-[0-9a-f]{16}", "$1").replaceAll("(?m)^etag: .*\n", "");
  }

  private static List<Sample> requests() {
    List<Sample> requests = new ArrayList<>();
    for (Sample sample : samples()) {
      if (!LEFT_OUT.contains(sample.template())) {
        requests.add(sample);
        GUESSES.forEach(guess -> requests.addAll(guessed(sample, guess)));
      }
    }
    return requests;
  }

  private static List<Sample> guessed(Sample sample, String guess) {
    List<Sample> guessed = new ArrayList<>();
    String encoded = URLEncoder.encode(guess, StandardCharsets.UTF_8).replace("+", "%20");
    String template = sample.template();
    if (template.contains("{")) {
      String path = template.replaceAll("\\{[^}]+}", encoded);
      guessed.add(new Sample(sample.method(), template, path, sample.body()));
    }
    boolean api = template.startsWith("/api/") && GUESSES.indexOf(guess) < 3;
    Set<String> names = new LinkedHashSet<>(api ? UNTOLD : List.of());
    names.addAll(
        ApiSpecTest.parameters(
                document.at("/paths").path(template).path(sample.method().toLowerCase(Locale.ROOT)),
                document)
            .keySet());
    if (sample.method().equals("GET")) {
      names.forEach(name -> guessed.add(sample.with(name, encoded)));
    }
    if (!sample.body().isEmpty()) {
      TestServer.parse(sample.body())
          .fieldNames()
          .forEachRemaining(name -> guessed.add(withMember(sample, name, guess)));
    }
    return guessed;
  }

  private static Sample withMember(Sample sample, String name, String guess) {
    ObjectNode body = (ObjectNode) TestServer.parse(sample.body());
    return new Sample(
        sample.method(), sample.template(), sample.target(), body.put(name, guess).toString());
  }

  /** An answer without what is another at each moment, and the tags that are made of times. */
  private static String shown(Answer answer) {
    Map<String, String> headers = new TreeMap<>();
    answer
        .response()
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
              }
            });
    StringBuilder shown = new StringBuilder().append(answer.status()).append('\n');
    headers.forEach((name, value) -> shown.append(name + ": " + value + "\n"));
    return shown
        .append(answer.text())
        .toString()
        .replaceAll("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "now")
        .replaceAll("-form0-[0-9]+-[0-9]+", "")
        .replaceAll("\"[0-9a-f]+(-[0-9a-f]+)*-x\"", "\"of its time\"");
  }
}
