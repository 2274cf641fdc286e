/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  @Test
  void whoGuessesWhileAllAreLookedThroughHoldsNoThread() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch onward = new CountDownLatch(1);
    Pseudonyms pseudonyms =
        new Pseudonyms(
            () -> 1,
            (after, most) -> {
              walking.countDown();
              try {
                onward.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return List.of(ID);
            });
    try (TestServer server = new TestServer(folder)) {
      Masking masking = server.users.masking(Role.USER);
      CompletableFuture<Optional<String>> first =
          CompletableFuture.supplyAsync(() -> pseudonyms.key(word(masking, ID), masking));
      walking.await();

      for (int i = 0; i < 30; i++) {
        String guess = "p-000000000000000" + i % 10;
        assertThatThrownBy(() -> pseudonyms.key(guess, masking))
            .isInstanceOf(HttpException.class)
            .hasMessageContaining("ask again");
      }

      onward.countDown();
      assertThat(first.get(60, TimeUnit.SECONDS)).contains(ID);
      assertThat(pseudonyms.key("p-0000000000000000", masking)).isEmpty();
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
