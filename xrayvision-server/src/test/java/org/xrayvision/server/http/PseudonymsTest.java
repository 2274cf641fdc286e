/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Patient;
import org.xrayvision.server.auth.Masking;
import org.xrayvision.server.auth.Role;

/** What is remembered of patients, for those who know them by their pseudonyms only. */
final class PseudonymsTest {
  private static final String ID = "1580412400014";

  @TempDir private Path folder;

  @Test
  void whoWasErasedIsNotRememberedAndTheOthersAreFoundAgain() {
    try (TestServer server = new TestServer(folder)) {
      Pseudonyms pseudonyms = new Pseudonyms(server.engine.records());
      Masking masking = server.users.masking(Role.USER);
      String word = word(masking, ID);
      String other = word(masking, "2920227400233");
      assertThat(pseudonyms.key(word, masking)).contains(ID);

      server.engine.upkeep().erase(ID);
      assertThat(pseudonyms.key(word, masking)).as("it is remembered").contains(ID);
      pseudonyms.forget();

      assertThat(pseudonyms.key(word, masking)).isEmpty();
      assertThat(pseudonyms.key(other, masking)).contains("2920227400233");
    }
  }

  private static String word(Masking masking, String id) {
    return String.valueOf(masking.patientId(new Patient(id, null, null, null, null)));
  }

  @Test
  void theRouteThatErasesHasThemForgotten() {
    try (TestServer server = new TestServer(folder)) {
      String word = word(server.users.masking(Role.USER), ID);
      assertThat(server.as("user").get("/api/patients/" + word).status()).isEqualTo(200);

      server.as("admin").post("/api/patient/erase", "{\"id\":\"" + ID + "\"}");

      assertThat(server.as("user").get("/api/patients/" + word).status()).isEqualTo(404);
    }
  }
}
