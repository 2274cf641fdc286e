/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.xrayvision.spi.ReportReaderFactory;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.VisionModelFactory;

class OpenAiFactoriesTest {
  @Test
  void bothAreFoundByTheirId() {
    assertThat(ServiceLoader.load(VisionModelFactory.class))
        .extracting(VisionModelFactory::id)
        .containsExactly("openai");
    assertThat(ServiceLoader.load(ReportReaderFactory.class))
        .extracting(ReportReaderFactory::id)
        .containsExactly("openai");
  }

  @Test
  void settingsBecomeOptions() {
    OpenAiOptions options =
        options(
            Map.of(
                "url", "http://127.0.0.1:8080/v1/chat/completions",
                "model", "medgemma-4b-it",
                "api_key", "s3cret",
                "max_tokens", "512",
                "parameters", "{\"temperature\": 0.1, \"keep_alive\": \"5m\"}"));
    assertThat(options.model()).isEqualTo("medgemma-4b-it");
    assertThat(options.maxTokens()).isEqualTo(512);
    assertThat(options.apiKey()).isEqualTo("s3cret");
    assertThat(options.parameters().get("temperature").asDouble()).isEqualTo(0.1);
    assertThat(options.parameters().get("keep_alive").asText()).isEqualTo("5m");
    assertThat(options.toString()).doesNotContain("s3cret");
  }

  @Test
  void parametersMustBeAJsonObject() {
    assertThatThrownBy(
            () -> options(Map.of("url", "http://h/v1", "model", "m", "parameters", "[1]")))
        .hasMessageContaining("parameters must be a JSON object");
  }

  @Test
  void tokensOutOfTheirRangeAreRefused() {
    assertThatThrownBy(
            () ->
                options(Map.of("url", "http://h/v1", "model", "m", "max_tokens", "99999999999999")))
        .hasMessageContaining("max tokens");
  }

  private static OpenAiOptions options(Map<String, String> texts) {
    return OpenAiSettings.options(Settings.of(OpenAiSettings.SCHEMA, texts));
  }
}
