/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final List<SettingSpec> SCHEMA =
      List.of(
          SettingSpec.required("url", SettingType.URL, "Where the model answers."),
          SettingSpec.of("tokens", SettingType.INTEGER, "1024", "How long it may talk."),
          SettingSpec.of("temperature", SettingType.DECIMAL, "0.5", "How freely."),
          SettingSpec.of("strict", SettingType.BOOLEAN, "no", "Whether it is strict."),
          SettingSpec.optional("wait", SettingType.DURATION, "How long to wait."),
          SettingSpec.optional("weights", SettingType.PATH, "The file of weights."),
          SettingSpec.optional("api_key", SettingType.TEXT, "The key.").asSecret());

  @Test
  void defaultsStandWhereTheConfigurationIsSilent() {
    Settings settings = Settings.of(SCHEMA, Map.of("url", "http://127.0.0.1:8080/v1"));
    assertThat(settings.url("url")).contains(URI.create("http://127.0.0.1:8080/v1"));
    assertThat(settings.integer("tokens")).contains(1024L);
    assertThat(settings.decimal("temperature")).contains(0.5);
    assertThat(settings.isTrue("strict")).isFalse();
    assertThat(settings.duration("wait")).isEmpty();
    assertThat(settings.text("api_key")).isEmpty();
  }

  @Test
  void textsBecomeWhatTheirTypeSays() {
    Settings settings =
        Settings.of(
            SCHEMA,
            Map.of(
                "url", " https://model.hospital/v1 ",
                "strict", "Yes",
                "wait", "2.5",
                "weights", "models/a.bin"));
    assertThat(settings.isTrue("strict")).isTrue();
    assertThat(settings.duration("wait")).contains(Duration.ofMillis(2500));
    assertThat(settings.path("weights")).contains(Path.of("models/a.bin"));
  }

  @Test
  void allErrorsAreListedTogether() {
    assertThatThrownBy(
            () -> Settings.of(SCHEMA, Map.of("tokens", "many", "colour", "red", "strict", "maybe")))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.errors())
                    .hasSize(4)
                    .anyMatch(error -> error.startsWith("unknown setting colour"))
                    .anyMatch(error -> error.startsWith("setting url is missing"))
                    .contains(
                        "setting tokens must be a integer, not 'many'",
                        "setting strict must be a boolean, not 'maybe'"));
  }

  @ParameterizedTest
  @CsvSource({
    "url,ftp://x/y",
    "url,/v1",
    "url,http://",
    "wait,-1",
    "tokens,1e3",
    "temperature,NaN"
  })
  void whatDoesNotFitItsTypeIsNamed(String name, String text) {
    assertThatThrownBy(
            () ->
                Settings.of(
                    SCHEMA,
                    name.equals("url")
                        ? Map.of(name, text)
                        : Map.of("url", "http://h/", name, text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("setting " + name + " must be a ");
  }

  @Test
  void secretsAreNeverShown() {
    Settings settings = Settings.of(SCHEMA, Map.of("url", "http://h/", "api_key", "s3cret"));
    assertThat(settings.text("api_key")).contains("s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret").contains("api_key=***");
    SettingSpec secret = SettingSpec.required("pin", SettingType.INTEGER, "").asSecret();
    assertThatThrownBy(() -> Settings.of(List.of(secret), Map.of("pin", "geheim")))
        .hasMessageNotContaining("geheim");
  }

  @Test
  void settingThatIsNotInTheSchemaIsAProgrammingError() {
    Settings settings = Settings.of(SCHEMA, Map.of("url", "http://h/"));
    assertThatThrownBy(() -> settings.text("uri")).isInstanceOf(IllegalArgumentException.class);
  }
}
