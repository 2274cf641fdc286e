/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.ConfigurationEntry.From;
import org.xrayvision.server.config.ConfigurationEntry.Note;
import org.xrayvision.server.config.ConfigurationSources.Option;

/** The configuration as an admin sees it: where each value comes from, and no secret. */
final class LoadedConfigurationTest {
  private static final String SECRET = "s3cr3t-word";

  @TempDir Path folder;

  private List<ConfigurationEntry> load(
      String text, Map<String, String> environment, Option... options) throws IOException {
    Files.writeString(folder.resolve("local.cfg"), text);
    return ConfigurationLoader.load(
            new ConfigurationSources(folder, null, false, environment, List.of(options)))
        .loaded()
        .entries(id -> id.equals("acme") ? Set.of("speed") : Set.of());
  }

  private static ConfigurationEntry one(
      List<ConfigurationEntry> entries, String section, String key) {
    return entries.stream()
        .filter(entry -> entry.section().equals(section) && entry.key().equals(key))
        .reduce(
            (a, b) -> {
              throw new AssertionError("[" + section + "] " + key + " twice");
            })
        .orElseThrow(() -> new AssertionError("no [" + section + "] " + key));
  }

  @Test
  void eachLayerIsNamedWithFileAndLine() throws IOException {
    List<ConfigurationEntry> entries =
        load(
            """
            [dicom]
            # a comment
            AE_TITLE = FROM_FILE
            """,
            Map.of("XRAYVISION_PAGE_SIZE", "25"),
            new Option("--model", "model_name", "another"));

    ConfigurationEntry title = one(entries, "dicom", "AE_TITLE");
    assertThat(title.value()).isEqualTo("FROM_FILE");
    assertThat(title.from()).isEqualTo(From.FILE);
    assertThat(title.source()).endsWith("local.cfg");
    assertThat(title.line()).isEqualTo(3);
    ConfigurationEntry size = one(entries, "processing", "PAGE_SIZE");
    assertThat(size.from()).isEqualTo(From.ENVIRONMENT);
    assertThat(size.source()).isEqualTo("XRAYVISION_PAGE_SIZE");
    assertThat(size.value()).isEqualTo("25");
    ConfigurationEntry model = one(entries, "openai", "MODEL_NAME");
    assertThat(model.from()).isEqualTo(From.OPTION);
    assertThat(model.source()).isEqualTo("--model");
    assertThat(entries)
        .filteredOn(entry -> entry.section().equals("regions"))
        .hasSizeGreaterThan(15)
        .allMatch(entry -> entry.from() == From.SHIPPED);
  }

  @Test
  void whatASiteLeavesOutOfItsOwnFileIsADefault() throws IOException {
    Files.writeString(folder.resolve("xrayvision.cfg"), "[dicom]\nAE_TITLE = OURS\n");

    List<ConfigurationEntry> entries = load("", Map.of());

    assertThat(one(entries, "dicom", "AE_TITLE").from()).isEqualTo(From.FILE);
    ConfigurationEntry port = one(entries, "dicom", "AE_PORT");
    assertThat(port.from()).isEqualTo(From.DEFAULT);
    assertThat(port.value()).isEqualTo("4010");
    assertThat(port.source()).isNull();
    assertThat(one(entries, "openai", "OPENAI_API_KEY").given()).isFalse();
  }

  @Test
  void everyKeyIsThereOnceAlsoThoseThatNobodyHasSet() throws IOException {
    List<ConfigurationEntry> entries = load("", Map.of());

    for (Key<?> key : Keys.ALL) {
      assertThat(one(entries, key.section(), key.name())).isNotNull();
    }
  }

  @Test
  void noSecretIsShownWhereverItStands() throws IOException {
    List<ConfigurationEntry> entries =
        load(
            """
            [users]
            mary = s3cr3t-word,user
            [openai]
            OPENAI_URL_PRIMARY = http://127.0.0.1:8080/v1?key=s3cr3t-word
            OPENAI_API_KEYY = s3cr3t-word
            [fhir]
            FHIR_PASSWORD = s3cr3t-word
            [plugins]
            vision_model = openai, fast, other
            [plugin:fast]
            id = acme
            speed = http://joe:s3cr3t-word@127.0.0.1:81/x?key=s3cr3t-word
            pin = s3cr3t-word
            [plugin:other]
            anything = s3cr3t-word
            [nonsense]
            x = s3cr3t-word
            """,
            Map.of("OPENAI_API_KEY", SECRET));

    assertThat(entries.toString()).doesNotContain(SECRET);
    assertThat(one(entries, "openai", "OPENAI_URL_PRIMARY").value())
        .isEqualTo("http://127.0.0.1:8080/v1");
    assertThat(one(entries, "openai", "OPENAI_API_KEY"))
        .satisfies(
            key -> {
              assertThat(key.secret()).isTrue();
              assertThat(key.given()).isTrue();
              assertThat(key.value()).isNull();
              assertThat(key.from()).isEqualTo(From.ENVIRONMENT);
            });
    assertThat(one(entries, "plugin:fast", "speed").value()).isEqualTo("http://***@127.0.0.1:81/x");
    assertThat(one(entries, "plugin:fast", "pin").secret()).isTrue();
    assertThat(one(entries, "plugin:fast", "id").value()).isEqualTo("acme");
    assertThat(one(entries, "openai", "openai_api_keyy").note()).isEqualTo(Note.NOT_USED);
    assertThat(one(entries, "nonsense", "x").note()).isEqualTo(Note.NOT_USED);
    assertThat(one(entries, "users", "mary").given()).isTrue();
  }

  @Test
  void aSupportedRegionWithoutARuleIsMarked() throws IOException {
    List<ConfigurationEntry> entries =
        load("[supported_regions]\nnasal_bones = true\nmoon = false\n", Map.of());

    assertThat(one(entries, "supported_regions", "nasal_bones").note()).isEqualTo(Note.NO_RULE);
    assertThat(one(entries, "supported_regions", "moon").note()).isNull();
  }

  @Test
  void sendersAndPacsAreShownAsTheyAre() throws IOException {
    List<ConfigurationEntry> entries =
        load("[pacs:Main]\nae_title = ARCHIVE\naddress = pacs.local\n", Map.of());

    assertThat(one(entries, "pacs:Main", "address").value()).isEqualTo("pacs.local");
  }
}
