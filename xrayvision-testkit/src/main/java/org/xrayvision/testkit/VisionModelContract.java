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
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Finding;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;

/**
 * The contract of a {@link VisionModel} that works in this process. Extend it and fill {@link
 * #model}. One that asks a backend extends {@link HttpVisionModelContract}.
 */
public abstract class VisionModelContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private @Nullable VisionModel model;

  /** For the class that extends this. */
  protected VisionModelContract() {}

  /** A new model. */
  protected abstract VisionModel model();

  @BeforeEach
  final void open() {
    model = model();
  }

  @AfterEach
  final void close() {
    subject().close();
    callers.shutdownNow();
  }

  private VisionModel subject() {
    return Objects.requireNonNull(model);
  }

  private VisionAnswer read() {
    return subject().read(HttpVisionModelContract.request(Deadline.in(LONG)));
  }

  @Test
  final void answersAboutAPicture() {
    VisionAnswer answer = read();
    assertThat(answer).isNotNull();
    for (Finding finding : answer.findings()) {
      Finding.Location at = finding.location();
      if (at != null) {
        assertThat(at.picture()).isZero();
        assertThat(at.x() + at.width()).isLessThanOrEqualTo(SamplePng.SIDE);
        assertThat(at.y() + at.height()).isLessThanOrEqualTo(SamplePng.SIDE);
      }
    }
  }

  @Test
  final void answersTheSameQuestionFromManyThreads() throws Exception {
    CallsAtOnce.allAnswer(callers, this::read);
  }

  @Test
  final void tellsNothingOfThePatientInLogsAndExceptions() {
    CallsAtOnce.tellsNothing(this::read, () -> subject().toString());
  }

  @Test
  final void callsEndWhenItIsClosed() throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(callers.submit(this::read));
    }
    subject().close();
    CallsAtOnce.allEnd(calls);
  }

  @Test
  final void endsWhenInterrupted() throws Exception {
    InterruptedCall.ends(this::read, LONG);
  }

  @Test
  final void hasANameThatPeopleCanRead() {
    assertThat(subject().displayName()).isNotBlank();
    assertThat(subject().capabilities()).isNotNull();
  }

  @Test
  final void closesTwice() {
    subject().close();
    subject().close();
  }
}
