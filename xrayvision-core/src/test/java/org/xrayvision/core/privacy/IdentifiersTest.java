/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table that all who hide people share, and what must not be hidden. */
final class IdentifiersTest {
  private static final Path TABLE =
      Path.of("src/test/resources/org/xrayvision/core/privacy/identifiers.csv");
  private static final Path TESTDATA = Path.of("../testdata/expected_ro.csv");
  private static final Path SIMULATOR =
      Path.of("../xrayvision-simulator/src/main/java/org/xrayvision/simulator");
  private static final LocalDate BIRTH = LocalDate.of(1958, 4, 12);
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Names as people have them, some of which sound like medicine. */
  private static final List<String> NAMES =
      List.of(
          "Marin^Elena",
          "Popescu^Maria",
          "Lungu^Mica",
          "Alba^Lina",
          "Oprea^Ana Maria",
          "Pop^Ion",
          "Radu^Costel",
          "Toma^Dura",
          "Coasta^Ileana",
          "Luca^Fina",
          "Mare^Bazil",
          "Negrea^Dorsa",
          "Capra^Opa",
          "Stanga^Noua",
          "Bo Ng",
          "Pana^Vena",
          "Wood^Grace",
          "Field^Mark");

  static Stream<String[]> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .map(line -> line.replace("\\n", "\n").replace("\\r", "\r").split("\\|", -1));
  }

  private static Scrubber scrubber(String name, String id) {
    return Scrubber.of(name, List.of("Dr. Ionescu Andrei"), List.of(id), BIRTH);
  }

  @ParameterizedTest
  @MethodSource("table")
  void whoIsMaskedSeesNobody(String name, String id, String text, String clean) {
    assertThat(scrubber(name, id).blank(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @MethodSource("table")
  void modelsSeeNobody(String name, String id, String text, String clean) {
    String seen = scrubber(name, id).scrub(text);
    assertThat(seen.replaceAll("\\[(?:name|id|date|phone|email)]", "[…]")).isEqualTo(clean);
  }

  static Stream<String> names() throws IOException {
    Stream<String> patients =
        Files.readAllLines(TESTDATA).stream().skip(1).map(line -> line.split(",", -1)[1]);
    return Stream.concat(NAMES.stream(), patients.distinct());
  }

  private static List<String> texts() throws IOException {
    Stream<String> protocols =
        Files.readAllLines(TESTDATA).stream().skip(1).map(line -> line.split(",", -1)[11]);
    Stream<String> reports =
        Stream.of("his/RomanianReport.java", "vision/SimulatedReports.java")
            .flatMap(file -> literals(SIMULATOR.resolve(file)));
    return Stream.concat(protocols, reports).flatMap(IdentifiersTest::inAllCases).toList();
  }

  private static Stream<String> literals(Path source) {
    try {
      Matcher literal = LITERAL.matcher(Files.readString(source));
      return literal.results().map(found -> found.group(1)).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> inAllCases(String text) {
    return Stream.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("names")
  void noWordOfMedicineIsTakenForAName(String name) throws IOException {
    Scrubber scrubber = Scrubber.of(name, List.of("Dr. Marin Elena"), List.of("77120345"), BIRTH);
    List<String> texts = texts();
    assertThat(texts).hasSizeGreaterThan(100);
    for (String text : texts) {
      assertThat(scrubber.blank(text)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 64_000})
  void readersAreShownTheWholeOfALongText(int length) {
    String text = "a ".repeat(length);
    assertThat(Scrubber.general().blank(text)).isEqualTo(text);
  }

  @Test
  void readersMaySeeTheUidsThatTheyAskBy() {
    assertThat(scrubber("Popescu^Maria", "2580412400017").blank("studiul 1.2.3.4"))
        .isEqualTo("studiul 1.2.3.4");
  }
}
