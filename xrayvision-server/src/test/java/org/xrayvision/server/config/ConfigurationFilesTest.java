/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.RegionOptions;

/** The shipped file, and one in the shape of the Python program's. */
class ConfigurationFilesTest {
  @TempDir Path data;

  @Test
  void theShippedFileHoldsEveryKeyWithItsDefault() {
    IniFile shipped = Layers.shipped();

    for (Key<?> key : Keys.ALL) {
      if (!key.equals(Keys.HTTP_ADDRESS)) {
        assertThat(shipped.entry(key.section(), key.key()))
            .as(key.toString())
            .map(IniEntry::value)
            .contains(key.defaultText());
      }
    }
    assertThat(shipped.entry("dashboard", "http_address"))
        .map(IniEntry::value)
        .contains("127.0.0.1");
    assertThat(shipped.entries("users")).isEmpty();
  }

  @Test
  void theShippedRegionsAreTheDefaults() {
    IniFile shipped = Layers.shipped();
    RegionOptions defaults = RegionOptions.defaults();

    assertThat(
            shipped.entries("regions").stream()
                .collect(Collectors.toMap(IniEntry::key, entry -> Forms.list(entry.value()))))
        .isEqualTo(defaults.keywords());
    assertThat(
            shipped.entries("questions").stream()
                .collect(
                    Collectors.toMap(
                        IniEntry::key, entry -> entry.value().replaceAll("\\s+", " "))))
        .isEqualTo(defaults.questions());
    assertThat(
            shipped.entries("supported_regions").stream()
                .filter(entry -> entry.value().equals("true"))
                .map(IniEntry::key))
        .containsExactlyInAnyOrderElementsOf(defaults.supported());
  }

  @Test
  void theShippedFileSaysWhatCoreTakesByItself() {
    ServerConfiguration configuration =
        ConfigurationLoader.load(ConfigurationSources.ofDirectory(data));
    AnalysisOptions analysis = AnalysisOptions.defaults();

    assertThat(configuration.ingest()).isEqualTo(IngestOptions.defaults());
    assertThat(configuration.regions()).isEqualTo(RegionOptions.defaults());
    assertThat(configuration.analysis())
        .usingRecursiveComparison()
        .ignoringFields("lease", "promptDirectory")
        .isEqualTo(analysis);
    assertThat(configuration.analysis().lease()).isGreaterThan(analysis.deadline().multipliedBy(2));
  }

  @Test
  void aFileInTheShapeOfThePythonProgramStarts() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("python-shaped.cfg")) {
      Files.write(data.resolve("xrayvision.cfg"), Objects.requireNonNull(in).readAllBytes());
    }

    ServerConfiguration configuration =
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, Map.of(), List.of()));

    assertThat(configuration.users())
        .containsExactly(
            new FileUser("admin", "admin", "admin"),
            new FileUser("user", "user", "user"),
            new FileUser("radiologist", "p#a ;s%s:w=d", "user"));
    assertThat(configuration.regions().keywords())
        .containsEntry("chest", List.of("torace", "pulmon", "thorax"))
        .containsEntry("abdomen", List.of("abdomen", "abdominal"))
        .hasSize(20);
    assertThat(configuration.regions().supported())
        .contains("chest", "hand")
        .doesNotContain("pelvis");
    assertThat(configuration.ingest().keepDicom()).isFalse();
    assertThat(configuration.retrieve().pacs())
        .extracting(PacsSettings::address)
        .containsExactly("DICOM_SERVER@192.0.2.1:104");
    assertThat(configuration.retrieve().isActive()).isFalse();
    assertThat(configuration.warnings())
        .hasSize(6)
        .anyMatch(text -> text.contains("OPENAI_URL_PRIMARY is outside the house"))
        .anyMatch(text -> text.contains("[supported_regions] abdominal matches no rule"))
        .anyMatch(text -> text.contains("[supported_regions] nasal_bones matches no rule"))
        .anyMatch(text -> text.contains("[supported_regions] paranasal_sinuses matches no rule"))
        .anyMatch(text -> text.contains("[questions] nasal_bones matches no rule"))
        .anyMatch(text -> text.contains("http_address"));
    assertThat(configuration.plugins().notifiers())
        .singleElement()
        .satisfies(
            use ->
                assertThat(use.settings()).containsEntry("url", "https://ntfy.example/xrayvision"));
  }

  @Test
  void passwordsEndAtTheFirstComma() throws IOException {
    Files.writeString(
        data.resolve("local.cfg"), "[users]\nann = a,b,admin\nbob = pw\nEve : x y , USER\n");

    ServerConfiguration configuration =
        ConfigurationLoader.load(ConfigurationSources.ofDirectory(data));

    assertThat(configuration.users())
        .containsExactly(
            new FileUser("ann", "a", "admin"),
            new FileUser("bob", "pw", "user"),
            new FileUser("eve", "x y", "user"));
    assertThat(configuration.warnings()).hasSize(2);
  }
}
