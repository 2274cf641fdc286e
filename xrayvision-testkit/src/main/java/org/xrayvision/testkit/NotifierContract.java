/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.Picture;

/**
 * The contract of a {@link Notifier}, whatever it delivers to. Extend it and fill {@link
 * #notifier}. One that speaks HTTP extends {@link HttpNotifierContract} as well, in a class of its
 * own.
 */
public abstract class NotifierContract {
  private static final long PATIENCE_SECONDS = 30;

  /** For the class that extends this. */
  protected NotifierContract() {}

  /** A new notifier whose deliveries succeed. */
  protected abstract Notifier notifier();

  /** An alert of one finding. */
  private static Alert alert(String id, String region, @Nullable String detail) {
    return new Alert(
        id,
        Instant.parse("2026-01-05T10:00:00Z"),
        7,
        region,
        URI.create("http://127.0.0.1:8000/alerts/" + id),
        detail,
        Deadline.in(Duration.ofSeconds(20)));
  }

  private static Alert flood(int findings, boolean escalation) {
    return new Alert(
        "contract-flood",
        Instant.parse("2026-01-05T10:00:00Z"),
        10,
        "",
        null,
        null,
        Deadline.in(Duration.ofSeconds(20)),
        findings,
        escalation,
        Picture.of(SamplePng.bytes(), SamplePng.SIDE, SamplePng.SIDE, "frontal"));
  }

  private void delivers(Alert alert) {
    try (Notifier notifier = notifier()) {
      assertThatCode(() -> notifier.send(alert)).doesNotThrowAnyException();
    }
  }

  @Test
  final void deliversAFinding() {
    delivers(alert("contract-1", "chest", null));
  }

  @Test
  final void bearsWhatIsMissingAndTextOfAnyKind() {
    delivers(alert("0123456789abcdef0123456789abcdef", "", null));
    delivers(alert("contract_2", "coloană", "Ștefănescu\r\nX: <b>1</b> \u0000 ${x} ../../x"));
  }

  @Test
  final void deliversSeveralFindingsTogetherAndEscalations() {
    delivers(flood(500, false));
    delivers(flood(1, true));
  }

  @Test
  final void bearsAnAlertTwice() {
    try (Notifier notifier = notifier()) {
      notifier.send(alert("contract-3", "chest", null));
      assertThatCode(() -> notifier.send(alert("contract-3", "chest", null)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  final void deliversManyAtOnce() throws Exception {
    ExecutorService callers = Executors.newCachedThreadPool();
    try (Notifier notifier = notifier()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = "contract-many-" + i;
        calls.add(callers.submit(() -> notifier.send(alert(id, "chest", null))));
      }
      for (Future<?> call : calls) {
        call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  final void tellsNothingOfThePatientInLogsAndExceptions() {
    try (Notifier notifier = notifier()) {
      Alert alert = alert("contract-4", "chest", HttpBackendContract.CANARY + "^Ana");
      CallsAtOnce.tellsNothing(() -> notifier.send(alert), notifier::toString);
    }
  }

  @Test
  final void hasANameAndClosesTwice() {
    Notifier notifier = notifier();
    assertThat(notifier.displayName()).isNotBlank();
    notifier.close();
    assertThatCode(notifier::close).doesNotThrowAnyException();
  }
}
