/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IniReaderTest {
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("equals sign", "k = v", "v"),
        Arguments.of("colon", "k: v", "v"),
        Arguments.of("no spaces", "k=v", "v"),
        Arguments.of("first separator counts", "k = a:b=c", "a:b=c"),
        Arguments.of("colon before equals sign", "k: a = b", "a = b"),
        Arguments.of("key in capitals", "K = v", "v"),
        Arguments.of("empty value", "k =", ""),
        Arguments.of("hash inside", "k = a #b", "a #b"),
        Arguments.of("semicolon inside", "k = a ;b", "a ;b"),
        Arguments.of("hash at the value's start", "k = #b", "#b"),
        Arguments.of("doubled percent sign", "k = 100%%", "100%"),
        Arguments.of("three percent signs", "k = a%%%b", "a%%b"),
        Arguments.of("lone percent sign", "k = 5% of", "5% of"),
        Arguments.of("double percent before bracket", "k = %%(a)s", "%(a)s"),
        Arguments.of("quotes are no quotes", "k = \"a\"", "\"a\""),
        Arguments.of("commas and dots", "k = a,,b..c", "a,,b..c"),
        Arguments.of("backslashes", "k = a\\nb", "a\\nb"),
        Arguments.of("continuation", "k = a\n  b\n\tc", "a\nb\nc"),
        Arguments.of("continuation of an empty value", "k =\n  a\n  b", "\na\nb"),
        Arguments.of("comment in a continuation", "k = a\n  # no\n  b", "a\nb"),
        Arguments.of("comment at the margin in a continuation", "k = a\n; no\n  b", "a\nb"),
        Arguments.of("empty line in a continuation", "k = a\n\n  b", "a\n\nb"),
        Arguments.of("empty lines after a value", "k = a\n\n\n", "a"),
        Arguments.of("a continuation that looks like a key", "k = a\n  b = c", "a\nb = c"),
        Arguments.of("a continuation that looks like a section", "k = a\n  [t]", "a\n[t]"),
        Arguments.of("carriage returns", "k = a\r\n  b\r\n", "a\nb"),
        Arguments.of("spaces at the end", "k = a  \t", "a"),
        Arguments.of("letters beyond ASCII", "k = șțăâî ţ", "șțăâî ţ"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void readsAValueAsConfigparserDoes(String what, String lines, String expected) {
    IniFile file = IniReader.parse("x.cfg", "[s]\n" + lines);

    assertThat(file.entry("s", "k")).map(IniEntry::value).contains(expected);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of("duplicate key", "[s]\nk = 1\nK = 2", "x.cfg:3: [s] k stands in line 2"),
        Arguments.of(
            "duplicate section", "[s]\n[t]\n[s]\n", "x.cfg:3: section [s] stands in line 1"),
        Arguments.of("key before a section", "k = 1\n[s]", "x.cfg:1: stands before the first"),
        Arguments.of("no key", "[s]\n= 1", "x.cfg:2: has no key"),
        Arguments.of("no separator", "[s]\nnonsense", "x.cfg:2: is no [section]"),
        Arguments.of("reference", "[s]\nk = %(a)s", "x.cfg:2: k: references"),
        Arguments.of("empty section name", "[s]\n[]", "x.cfg:2: is no [section]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void saysFileAndLineOfWhatIsWrong(String what, String text, String expected) {
    assertThatThrownBy(() -> IniReader.parse("x.cfg", text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void tellsAllErrorsAtOnceAndNoValue() {
    assertThatThrownBy(() -> IniReader.parse("x.cfg", "[s]\nsecret\nk = hush\nk = hush2\n= x"))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(3))
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("hush");
  }

  @Test
  void keepsSectionNamesAsTheyAreAndLowersKeys() {
    IniFile file = IniReader.parse("x.cfg", "[Dicom]\nAE_Title = X\n[dicom] # rest\n");

    assertThat(file.sections()).containsExactly("Dicom", "dicom");
    assertThat(file.entry("Dicom", "ae_title")).isPresent();
  }

  @Test
  void remembersTheLineOfAKey() {
    IniFile file = IniReader.parse("x.cfg", "[s]\n\n# c\nk = a\n  b\nl = c\n");

    assertThat(file.entry("s", "k").orElseThrow().origin()).hasToString("x.cfg:4");
    assertThat(file.entry("s", "l").orElseThrow().origin()).hasToString("x.cfg:6");
  }

  @Test
  void aKeyIndentedDeeperThanTheOneBeforeContinuesIt() {
    IniFile file = IniReader.parse("x.cfg", "[s]\n  a = 1\n  b = 2\n    c = 3\n");

    assertThat(file.entry("s", "b")).map(IniEntry::value).contains("2\nc = 3");
  }

  @Test
  void readsAFileWithAByteOrderMark(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.cfg");
    Files.writeString(file, "\uFEFF[s]\nk = ș\n");

    assertThat(IniReader.read(file).entry("s", "k")).map(IniEntry::value).contains("ș");
  }

  @Test
  void saysTheLineThatIsNotUtf8(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.cfg");
    Files.write(file, "[s]\na = b\nk = \u00fe\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> IniReader.read(file)).hasMessageContaining("a.cfg:3: is not UTF-8");
  }

  @Test
  void saysThatAFileIsMissing(@TempDir Path folder) {
    assertThatThrownBy(() -> IniReader.read(folder.resolve("none.cfg")))
        .hasMessageContaining("none.cfg: cannot be read (NoSuchFileException)");
  }
}
