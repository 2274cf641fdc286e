/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;

/**
 * The contract of a {@link ReportReader} that works in this process: by rules, say. Extend it and
 * fill {@link #reader}. One that asks a backend extends {@link HttpReportReaderContract}.
 */
public abstract class ReportReaderContract {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String REPORT =
      "FINDINGS: "
          + HttpBackendContract.CANARY
          + " has a nodule of the left upper lobe.\n\nIMPRESSION: Nodule.";

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private @Nullable ReportReader reader;

  /** For the class that extends this. */
  protected ReportReaderContract() {}

  /** A new reader. */
  protected abstract ReportReader reader();

  @BeforeEach
  final void open() {
    reader = reader();
  }

  @AfterEach
  final void close() {
    subject().close();
    callers.shutdownNow();
  }

  private ReportReader subject() {
    return Objects.requireNonNull(reader);
  }

  private Assessment assess(String text) {
    Prompt prompt = new Prompt("Grade reports.", text, "contract");
    return subject().assess(new ReadRequest(text, prompt, Deadline.in(LONG)));
  }

  @Test
  final void assessesAReport() {
    assertThat(assess(REPORT)).isNotNull();
  }

  @Test
  final void bearsATextOfAnyKind() {
    for (String text :
        List.of("", "?", "Fractură de claviculă stângă.", "\u0000\u001b[2J", "x ".repeat(50_000))) {
      try {
        assertThat(assess(text)).isNotNull();
      } catch (BackendException e) {
        assertThat(e.getMessage()).as("what people are told").isNotBlank();
      }
    }
  }

  @Test
  final void answersTheSameQuestionFromManyThreads() throws Exception {
    CallsAtOnce.allAnswer(callers, () -> assess(REPORT));
  }

  @Test
  final void endsWhenInterrupted() throws Exception {
    InterruptedCall.ends(() -> assess(REPORT), LONG);
  }

  @Test
  final void tellsNothingOfTheReportInLogsAndExceptions() {
    CallsAtOnce.tellsNothing(() -> assess(REPORT), () -> subject().toString());
  }

  @Test
  final void callsEndWhenItIsClosed() throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(callers.submit(() -> assess(REPORT)));
    }
    subject().close();
    CallsAtOnce.allEnd(calls);
  }

  @Test
  final void hasANameThatPeopleCanRead() {
    assertThat(subject().displayName()).isNotBlank();
  }

  @Test
  final void closesTwice() {
    subject().close();
    subject().close();
  }
}
