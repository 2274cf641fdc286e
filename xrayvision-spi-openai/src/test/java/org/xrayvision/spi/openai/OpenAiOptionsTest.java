/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/v1/chat/completions, http://127.0.0.1:8080/v1/models",
    "https://ai.example/openai/v1/chat/completions?v=1, https://ai.example/openai/v1/models?v=1",
    "http://ai.example/generate, http://ai.example/v1/models",
    "http://ai.example, http://ai.example/v1/models"
  })
  void derivesTheHealthCheckFromTheEndpoint(String endpoint, String models) {
    assertThat(OpenAiOptions.builder(URI.create(endpoint), "m").build().healthEndpoint())
        .isEqualTo(URI.create(models));
  }

  @Test
  void listsAllThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                OpenAiOptions.builder(URI.create("ftp://u:p@host/x"), " ")
                    .apiKey("two words")
                    .maxTokens(0)
                    .connectTimeout(Duration.ZERO)
                    .parameter("model", "\"x\"")
                    .parameter("top_p", "zero point one")
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint: must be http")
        .hasMessageContaining("credentials")
        .hasMessageContaining("model: must not be empty")
        .hasMessageContaining("API key")
        .hasMessageContaining("max tokens")
        .hasMessageContaining("connect timeout")
        .hasMessageContaining("parameter model: is set by the plugin itself")
        .hasMessageContaining("parameter top_p: its value must be JSON")
        .hasMessageNotContaining("two words");
  }

  @Test
  void showsNoKey() {
    OpenAiOptions options =
        OpenAiOptions.builder(URI.create("http://h/v1/chat/completions?key=abc"), "m")
            .apiKey("secret")
            .build();
    assertThat(options.toString()).isEqualTo("m at http://h/v1/chat/completions");
    assertThat(new OpenAiVisionModel(options).displayName()).doesNotContain("abc");
  }
}
