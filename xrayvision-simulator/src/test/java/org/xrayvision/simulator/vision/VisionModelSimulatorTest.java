/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisionModelSimulatorTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static String question(String anatomy, String picture) {
    return "{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
        + "\"Is there anything in the lungs?\\n\\nX-ray: "
        + anatomy
        + "\\nPatient: 45 years old woman\"},"
        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
        + picture
        + "\"}}]}]}";
  }

  private static HttpResponse<String> post(VisionModelSimulator simulator, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(simulator.endpoint())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void answersAReportThatFitsTheRegionUnderANameThatSaysSimulated() throws Exception {
    try (VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ZERO)) {
      String answer = post(simulator, question("frontal abdomen", "AAAA")).body();

      assertThat(answer).contains("\"model\":\"simulated-medgemma\"");
      assertThat(answer).contains("FINDINGS:\\n").contains("\\n\\nIMPRESSION:\\n");
      assertThat(answer).containsAnyOf("bowel", "Bowel").doesNotContain("heart");
      assertThat(simulator.readings()).isOne();
    }
  }

  @Test
  void answersTheSameAboutTheSamePicture() throws Exception {
    try (VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ZERO)) {
      String question = question("frontal chest", "QUJDRA==");
      assertThat(post(simulator, question).body()).isEqualTo(post(simulator, question).body());
    }
  }

  @Test
  void gradesItsOwnReport() throws Exception {
    String check =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"IMPRESSION:\\nSmall bowel obstruction.\"}]}";
    try (VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ZERO)) {
      assertThat(post(simulator, check).body())
          .contains("\\\"severity\\\": 8")
          .contains("\\\"summary\\\": \\\"bowel obstruction\\\"");
      assertThat(simulator.readings()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Opacitate rotundă în câmpul pulmonar inferior drept, posibil pneumonie.|6|pneumonia",
        "Opacitate rotundă în câmpul pulmonar inferior drept.|6|opacity",
        "Fractură de radius. Fără pneumotorax.|7|fracture",
        "No fracture. Small left pneumothorax.|9|pneumothorax",
        "Cord de dimensiuni normale. Nu se evidențiază opacități, fără revărsat.|0|normal",
      })
  void gradesWhatSomebodyTypedByItsWords(String text, int severity, String summary)
      throws Exception {
    String check =
        "{\"messages\":[{\"role\":\"system\",\"content\":\"You grade: fracture is 7.\"},"
            + "{\"role\":\"user\",\"content\":\""
            + text
            + "\"}],\"response_format\":{\"type\":\"json_schema\"}}";
    try (VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ZERO)) {
      assertThat(post(simulator, check).body())
          .contains("\\\"severity\\\": " + severity + ",")
          .contains("\\\"summary\\\": \\\"" + summary + "\\\"");
    }
  }

  @Test
  void translatesAndJudgesAndSaysThatItIsSimulated() throws Exception {
    String user = "\"},{\"role\":\"user\",\"content\":\"Torace \\\"normal\\\".\\nAtât.\"}]}";
    String system = "{\"messages\":[{\"role\":\"system\",\"content\":\"";
    try (VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ZERO)) {
      assertThat(
              post(simulator, system + "You translate radiology reports from x to y." + user)
                  .body())
          .contains("[simulated translation] Torace \\\"normal\\\".\\nAtât.");
      assertThat(
              post(
                      simulator,
                      system
                          + "You translate radiology reports from x to y."
                          + user.replace(
                              "Torace",
                              "Revărsat pleural bazal drept cu linie de"
                                  + " nivel concavă. Torace"))
                  .body())
          .as("a report of the simulated hospital")
          .contains("Right basal pleural effusion with a concave upper border.");
      assertThat(post(simulator, system + "You review one X-ray report." + user).body())
          .contains("first_pass")
          .contains("Simulated critique");
    }
  }

  @Test
  void listsItsModel() throws Exception {
    try (VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ZERO)) {
      URI models = simulator.endpoint().resolve("/v1/models");
      HttpResponse<String> answer =
          HTTP.send(HttpRequest.newBuilder(models).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("simulated-medgemma");
    }
  }

  @Test
  void hangsUpWhenItIsClosed() throws Exception {
    VisionModelSimulator simulator = new VisionModelSimulator(0, Duration.ofMinutes(5));
    var answer =
        HTTP.sendAsync(
            HttpRequest.newBuilder(simulator.endpoint())
                .POST(HttpRequest.BodyPublishers.ofString(question("frontal knee", "AAAA")))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    simulator.close();
    // A time-out would be a failure of another type.
    assertThat(answer)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(ExecutionException.class);
  }
}
