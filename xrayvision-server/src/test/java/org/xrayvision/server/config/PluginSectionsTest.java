/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;

class PluginSectionsTest {
  @TempDir private Path data;

  @Test
  void withoutAWordOnPluginsTheServersOfTheOpenAiSectionRun() throws IOException {
    write(
        """
        [openai]
        OPENAI_URL_PRIMARY = http://gpu1:1/v1/chat/completions
        OPENAI_URL_SECONDARY = http://gpu2:2/v1/chat/completions
        OPENAI_API_KEY = hush
        MODEL_NAME = m
        max_tokens = 77
        parameters_secondary = {"top_k": 4, "keep_alive": "30m"}
        """);

    PluginSettings plugins = load().plugins();

    assertThat(plugins.visionModels())
        .containsExactly(
            new PluginUse(
                "openai",
                Map.of(
                    "url",
                    "http://gpu1:1/v1/chat/completions",
                    "model",
                    "m",
                    "api_key",
                    "hush",
                    "max_tokens",
                    "77"),
                Reach.LOCAL),
            new PluginUse(
                "openai",
                Map.of(
                    "url",
                    "http://gpu2:2/v1/chat/completions",
                    "model",
                    "m",
                    "api_key",
                    "hush",
                    "max_tokens",
                    "77",
                    "parameters",
                    "{\"top_k\":4,\"keep_alive\":\"30m\"}"),
                Reach.LOCAL));
    assertThat(plugins.reportReaders()).isEqualTo(plugins.visionModels());
    assertThat(plugins.examListeners()).isEmpty();
    assertThat(plugins.directory()).isEqualTo(data.resolve("plugins"));
    assertThat(plugins.patientIdSchemes()).containsExactly(PluginUse.of("cnp"));
    assertThat(plugins.named()).isEqualTo(5);
  }

  @Test
  void theFolderOfPluginsHasANameOfItsOwnInFileAndEnvironment() throws IOException {
    write("[plugins]\nplugin_directory = new\n");
    assertThat(load().plugins().directory()).isEqualTo(data.resolve("new"));

    write("[plugins]\ndirectory = old\n");
    assertThat(load().plugins().directory()).isEqualTo(data.resolve("old"));
    assertThat(load().warnings()).noneMatch(warning -> warning.contains("directory"));

    write("[plugins]\ndirectory = old\nplugin_directory = new\n");
    assertThat(load().plugins().directory()).isEqualTo(data.resolve("new"));
    assertThat(load().warnings()).anyMatch(warning -> warning.contains("no key directory"));
  }

  @Test
  void namesAreSectionsOrIdsInTheirOrder() throws IOException {
    write(
        """
        [plugins]
        vision_model = fast, openai, lung-ai
        report_reader =
        shadow_model = lung-ai, fast
        exam_listener = pager, openai
        patient_id_scheme = ward
        directory = more/plugins
        [openai]
        OPENAI_URL_SECONDARY =
        [plugin:fast]
        id = acme-model
        URL = http://192.168.1.7:9000/
        Tokens = 5
        [plugin:pager]
        reach = external
        [plugin:ward]
        id = acme-ids
        prefix = W
        """);

    PluginSettings plugins = load().plugins();

    assertThat(plugins.visionModels())
        .extracting(PluginUse::id)
        .containsExactly("acme-model", "openai", "lung-ai");
    assertThat(plugins.visionModels().get(0).settings())
        .isEqualTo(Map.of("url", "http://192.168.1.7:9000/", "tokens", "5"));
    assertThat(plugins.visionModels()).extracting(PluginUse::reach).containsOnly(Reach.LOCAL);
    assertThat(plugins.reportReaders()).isEmpty();
    assertThat(plugins.shadowModels())
        .containsExactly(PluginUse.of("lung-ai"), plugins.visionModels().get(0));
    assertThat(plugins.examListeners())
        .containsExactly(PluginUse.of("pager").external(), PluginUse.of("openai"));
    assertThat(plugins.patientIdSchemes())
        .containsExactly(PluginUse.of("acme-ids").with("prefix", "W"));
    assertThat(plugins.directory()).isEqualTo(data.resolve("more/plugins"));
  }

  @Test
  void anAddressThatMayBeOutsideNeedsAWordOnItsReach() throws IOException {
    write(
        """
        [plugins]
        vision_model = inside, outside, said, odd
        [plugin:inside]
        url = http://gpu.local/
        [plugin:outside]
        url = https://models.example.com/
        other = http://10.0.0.1/
        [plugin:said]
        url = https://models.hospital.example/
        reach = local
        [plugin:odd]
        reach = near
        """);

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactlyInAnyOrder(
                        text ->
                            assertThat(text)
                                .contains(
                                    "[plugin:outside] reach is missing", "address in url may"),
                        text ->
                            assertThat(text).contains("[plugin:odd] reach", "LOCAL, EXTERNAL")));
  }

  @Test
  void aModelOutsideTheHouseIsAWarningUntilSendersSayWhatTheyBurnIn() throws IOException {
    String models =
        """
        [openai]
        OPENAI_URL_PRIMARY = https://api.example.com/v1/chat/completions
        """;
    write(models);
    ServerConfiguration configuration = load();
    assertThat(configuration.plugins().visionModels())
        .extracting(PluginUse::reach)
        .containsExactly(Reach.EXTERNAL, Reach.LOCAL);
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("[openai] OPENAI_URL_PRIMARY is outside the house")
        .contains("burned_in_regions");

    write(models + "reach = local\n");
    assertThat(load().warnings()).isEmpty();
    assertThat(load().plugins().visionModels())
        .extracting(PluginUse::reach)
        .containsOnly(Reach.LOCAL);

    write(models + "[source:CR1]\nburned_in_regions = none\n");
    assertThat(load().warnings()).isEmpty();

    write(models + "[source:CR1]\nburned_in_regions = none\n[source:CR2]\n");
    assertThat(load().warnings()).hasSize(1);
  }

  @Test
  void whatCannotBeMeantIsAProblem() throws IOException {
    write(
        """
        [plugins]
        vision_model =
        report_reader = Acme Model
        exam_listener = a, a
        patient_id_scheme = cnp, ward
        [plugin:openai]
        url = http://localhost/
        """);

    assertThatThrownBy(this::load)
        .hasMessageContaining("[plugins] vision_model is empty")
        .hasMessageContaining("report_reader names Acme Model: there is no section")
        .hasMessageContaining("exam_listener = \"a, a\" must be names, each once")
        .hasMessageContaining("patient_id_scheme names more than one: ids are read by one")
        .hasMessageContaining("[plugin:openai]: openai means the section [openai]");
  }

  @Test
  void bothServersEmptyIsAProblemOnlyWhereTheyAreNamed() throws IOException {
    String empty = "[openai]\nOPENAI_URL_PRIMARY =\nOPENAI_URL_SECONDARY =\n[plugins]\n";
    write(empty);
    assertThatThrownBy(this::load).hasMessageContaining("OPENAI_URL_SECONDARY are both empty");

    write(empty + "vision_model = acme\nreport_reader =\n");
    assertThat(load().plugins().visionModels()).containsExactly(PluginUse.of("acme"));
  }

  @Test
  void aSectionThatNobodyNamesIsAWarningAndNoSettingIsShown() throws IOException {
    write(
        "[plugin:idle]\napi_key = hush\n[plugins]\nvision_model = used\n[plugin:used]\nk = hush\n");

    ServerConfiguration configuration = load();

    assertThat(configuration.warnings())
        .containsExactly("[plugin:idle] is named by no key of [plugins]; it is not used");
    assertThat(configuration.shown()).containsEntry("vision_model", "used");
    assertThat(configuration.toString()).doesNotContain("hush");
    assertThat(configuration.shown().toString()).doesNotContain("hush");
  }

  private ServerConfiguration load() {
    return ConfigurationLoader.load(ConfigurationSources.ofDirectory(data));
  }

  private void write(String text) throws IOException {
    Files.writeString(data.resolve("local.cfg"), text);
  }
}
