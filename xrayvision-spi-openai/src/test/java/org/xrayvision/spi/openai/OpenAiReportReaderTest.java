/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Critique;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.TransientBackendException;

@Timeout(120)
class OpenAiReportReaderTest {
  private static final String GOOD =
      "{\"severity\": 7, \"confidence\": 92, \"summary\": \"pneumonia\"}";

  @RegisterExtension private final ChatServer server = new ChatServer();

  private static Assessment assess(OpenAiReportReader reader) {
    Prompt prompt = new Prompt("Grade this report.", "IMPRESSION: Pneumonia.", "v1");
    return reader.assess(
        new ReadRequest(prompt.user(), prompt, Deadline.in(Duration.ofSeconds(10))));
  }

  private static ReadRequest request(String system) {
    Prompt prompt = new Prompt(system, "Torace normal.", "v1");
    return new ReadRequest(prompt.user(), prompt, Deadline.in(Duration.ofSeconds(10)));
  }

  @Test
  void translatesInPlainWords() throws IOException {
    server.says("Normal chest.");
    try (OpenAiReportReader reader = reader()) {
      assertThat(reader.translate(request("Translate."))).isEqualTo("Normal chest.");
    }
    assertThat(server.question(0).has("response_format")).isFalse();
  }

  @Test
  void halfATranslationIsNone() {
    server.answersStatus(200, ChatServer.completion("No fracture but", "length"));
    try (OpenAiReportReader reader = reader()) {
      assertThatThrownBy(() -> reader.translate(request("Translate.")))
          .isInstanceOf(TransientBackendException.class)
          .hasMessageContaining("token limit");
    }
  }

  @Test
  void judgesAReportInThreePassesWhateverStandsAroundTheJson() {
    server.says(
        "Here it is {not json}:\n{\"first_pass\":{\"topic\":\"chest\",\"purpose\":\"cough\"},"
            + "\"second_pass\":{\"main_points\":\"one\",\"conclusions_valid\":true},"
            + "\"third_pass\":{\"assumptions\":[\"a\",\"b\"]},\"overall_assessment\":\"fine\"}");
    try (OpenAiReportReader reader = reader()) {
      Critique made = reader.critique(request("Judge."));
      assertThat(made.overview().topic()).isEqualTo("chest");
      assertThat(made.overview().primaryFindings()).isEmpty();
      assertThat(made.detail().mainPoints()).containsExactly("one");
      assertThat(made.detail().conclusionsValid()).isTrue();
      assertThat(made.review().assumptions()).containsExactly("a", "b");
      assertThat(made.overallAssessment()).isEqualTo("fine");
    }
  }

  @Test
  void proseIsNoCritique() {
    server.says("The report is fine.");
    try (OpenAiReportReader reader = reader()) {
      assertThatThrownBy(() -> reader.critique(request("Judge.")))
          .isInstanceOf(TransientBackendException.class);
    }
  }

  private OpenAiReportReader reader() {
    return new OpenAiReportReader(server.options().build());
  }

  @Test
  void asksBySchemaAndReadsTheAnswer() throws IOException {
    server.says(GOOD);
    try (OpenAiReportReader reader = reader()) {
      Assessment made = assess(reader);
      assertThat(made.severity()).isEqualTo(7);
      assertThat(made.confidence()).isEqualTo(92);
      assertThat(made.summary()).isEqualTo("pneumonia");
      assertThat(made.model()).isEqualTo("medgemma-4b-it-q8");
      assertThat(made.rawAnswer()).contains("pneumonia");
    }
    JsonNode question = server.question(0);
    assertThat(question.at("/messages/0/content").asText()).isEqualTo("Grade this report.");
    assertThat(question.at("/messages/1/content").asText()).isEqualTo("IMPRESSION: Pneumonia.");
    assertThat(question.at("/response_format/type").asText()).isEqualTo("json_schema");
    assertThat(question.at("/response_format/json_schema/schema/required")).hasSize(3);
  }

  @Test
  void remembersThatAnEndpointDoesNotTakeASchema() throws IOException {
    server.says(GOOD);
    server
        .wireMock()
        .stubFor(
            post(anyUrl())
                .withRequestBody(containing("response_format"))
                .willReturn(
                    aResponse()
                        .withStatus(400)
                        .withBody("{\"error\":\"unknown field response_format\"}")));
    try (OpenAiReportReader reader = reader()) {
      assertThat(assess(reader).severity()).isEqualTo(7);
      assertThat(assess(reader).severity()).isEqualTo(7);
    }
    assertThat(server.requests()).hasSize(3);
    assertThat(server.question(1).has("response_format")).isFalse();
    assertThat(server.question(2).has("response_format")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 415, 422, 501})
  void asksOnceWithoutASchemaWhateverTheRefusalSays(int status) throws IOException {
    refusesSchemas(status);
    try (OpenAiReportReader reader = reader()) {
      assertThat(assess(reader).severity()).isEqualTo(7);
      assertThat(assess(reader).severity()).isEqualTo(7);
    }
    assertThat(server.requests()).as("remembered").hasSize(3);
  }

  @Test
  void believesA500OnlyTheSecondTime() throws IOException {
    refusesSchemas(500);
    try (OpenAiReportReader reader = reader()) {
      for (int i = 0; i < 3; i++) {
        assertThat(assess(reader).severity()).isEqualTo(7);
      }
    }
    assertThat(server.requests()).hasSize(5);
    assertThat(server.question(2).has("response_format")).isTrue();
    assertThat(server.question(4).has("response_format")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 503})
  void doesNotAskTwiceWhereTheEndpointIsToBlame(int status) {
    refusesSchemas(status);
    try (OpenAiReportReader reader = reader()) {
      assertThat(
              catchThrowableOfType(TransientBackendException.class, () -> assess(reader))
                  .isOutage())
          .isTrue();
    }
    assertThat(server.requests()).hasSize(1);
  }

  private void refusesSchemas(int status) {
    server.says(GOOD);
    server
        .wireMock()
        .stubFor(
            post(anyUrl())
                .withRequestBody(containing("response_format"))
                .willReturn(aResponse().withStatus(status).withBody("bad request")));
  }

  @Test
  void asksWithoutASchemaAfterTheModelHasWrittenBlanksToTheLimit() throws IOException {
    server.answersStatus(200, ChatServer.completion(" \n".repeat(500), "length"));
    try (OpenAiReportReader reader = reader()) {
      assertThat(
              catchThrowableOfType(TransientBackendException.class, () -> assess(reader))
                  .isOutage())
          .isFalse();
      server.says(GOOD);
      assertThat(assess(reader).severity()).isEqualTo(7);
    }
    assertThat(server.question(1).has("response_format")).isFalse();
  }

  @Test
  void aRefusalThatStaysWithoutASchemaIsPermanent() throws IOException {
    server.answersStatus(400, "{\"error\":{\"message\":\"no such model\"}}");
    try (OpenAiReportReader reader = reader()) {
      assertThat(catchThrowableOfType(PermanentBackendException.class, () -> assess(reader)))
          .hasMessageContaining("no such model");
      server.says(GOOD);
      assertThat(assess(reader).severity()).isEqualTo(7);
    }
    assertThat(server.requests()).hasSize(3);
    assertThat(server.question(2).has("response_format")).as("nothing to remember").isTrue();
  }

  @Test
  void anAnswerWithoutAnAssessmentIsAFailureThatKeepsIt() {
    server.says("I am sorry, I cannot grade this.");
    try (OpenAiReportReader reader = reader()) {
      var fault = catchThrowableOfType(TransientBackendException.class, () -> assess(reader));
      assertThat(fault.isOutage()).isFalse();
      assertThat(fault.rawAnswer()).contains("cannot grade");
    }
  }
}
