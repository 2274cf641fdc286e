/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PartsTest {
  private final Parts parts = new Parts();
  private final List<String> closed = new ArrayList<>();

  @Test
  void theLastStartedIsClosedFirst() throws Exception {
    parts.start(() -> part("one"));
    parts.start(() -> part("two"));

    parts.close();
    parts.close();

    assertThat(closed).containsExactly("two", "one");
  }

  @Test
  void oneThatCannotBeClosedKeepsNoOtherOpen() throws Exception {
    parts.start(() -> part("one"));
    parts.start(() -> failing("two"));
    parts.start(() -> failing("three"));
    parts.start(() -> part("four"));

    assertThatThrownBy(parts::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("three")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(two -> assertThat(two).hasMessage("two")));
    assertThat(closed).containsExactly("four", "one");
  }

  @Test
  void afterTheEndNothingIsStarted() throws Exception {
    AtomicBoolean started = new AtomicBoolean();
    parts.close();

    assertThatThrownBy(
            () ->
                parts.start(
                    () -> {
                      started.set(true);
                      return part("late");
                    }))
        .isInstanceOf(Parts.EndedException.class);
    assertThat(started).isFalse();
  }

  @Test
  void closingWaitsForWhatIsBeingStartedAndClosesIt() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread starter =
        new Thread(
            () -> {
              try {
                parts.start(
                    () -> {
                      starting.countDown();
                      go.await();
                      return part("slow");
                    });
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    starter.start();
    starting.await();
    Thread closer = new Thread(this::closeParts);
    closer.start();
    while (closer.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }

    go.countDown();
    closer.join();
    starter.join();

    assertThat(closed).containsExactly("slow");
  }

  /** Who starts one part after the other has the lock again before who waits for it. */
  @Test
  void whatIsStartedWhenItIsEndedIsTheLast() throws Exception {
    List<Boolean> starting = new ArrayList<>();
    Thread closer = new Thread(this::closeParts);

    parts.start(
        () -> {
          closer.start();
          while (closer.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
          starting.add(parts.isStarting());
          assertThatThrownBy(() -> parts.start(() -> part("next")))
              .isInstanceOf(Parts.EndedException.class);
          return part("last");
        });
    closer.join();

    assertThat(starting).containsExactly(true);
    assertThat(parts.isStarting()).isFalse();
    assertThat(closed).containsExactly("last");
  }

  private void closeParts() {
    try {
      parts.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  private static AutoCloseable failing(String name) {
    return () -> {
      throw new IllegalStateException(name);
    };
  }
}
