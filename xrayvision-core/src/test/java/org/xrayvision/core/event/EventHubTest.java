/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.Subscription;
import org.xrayvision.core.store.ExamStore;

@Timeout(60)
class EventHubTest extends EventHubFixture {
  @Test
  void eachListenerIsToldAllAfterItsCursorInOrder() throws Exception {
    BlockingQueue<ExamEvent> told = new LinkedBlockingQueue<>();
    arrives("1.1");
    hub.subscribe(store.lastSeq(), told::add);
    arrives("1.2");
    arrives("1.3");

    assertThat(List.of(told.take(), told.take()))
        .extracting(ExamEvent::uid)
        .containsExactly("1.2", "1.3");
    assertThat(told).isEmpty();
  }

  @Test
  void anErrorOfAListenerCountsAndItsNextEventIsTold() throws Exception {
    BlockingQueue<ExamEvent> told = new LinkedBlockingQueue<>();
    BlockingQueue<ExamEvent> toldAnother = new LinkedBlockingQueue<>();
    AtomicInteger calls = new AtomicInteger();
    hub.subscribe(
        0,
        event -> {
          switch (calls.getAndIncrement()) {
            case 0 -> throw new NoClassDefFoundError("a notifier's");
            case 1 -> throw new IllegalStateException();
            default -> told.add(event);
          }
        });
    hub.subscribe(0, toldAnother::add);
    arrives("1.1");
    arrives("1.2");
    arrives("1.3");

    assertThat(told.take().uid()).isEqualTo("1.3");
    assertThat(toldAnother.take().uid()).isEqualTo("1.1");
    assertThat(hub.failures()).isEqualTo(2);
  }

  @Test
  void aListenerThatInterruptsItsThreadIsToldOn() throws Exception {
    BlockingQueue<ExamEvent> told = new LinkedBlockingQueue<>();
    hub.subscribe(
        0,
        event -> {
          told.add(event);
          Thread.currentThread().interrupt();
        });
    arrives("1.1");
    assertThat(told.take().uid()).isEqualTo("1.1");
    arrives("1.2");

    assertThat(told.take().uid()).isEqualTo("1.2");
  }

  @Test
  void whateverTheStoreThrowsTheThreadGoesOn() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ExamStore failing =
        (ExamStore)
            Proxy.newProxyInstance(
                ExamStore.class.getClassLoader(),
                new Class<?>[] {ExamStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("events") && calls.getAndIncrement() == 0) {
                    throw new OutOfMemoryError("not really");
                  }
                  try {
                    return method.invoke(store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    BlockingQueue<ExamEvent> told = new LinkedBlockingQueue<>();
    try (EventHub other = new EventHub(failing)) {
      other.subscribe(0, told::add);
      arrives("1.1");

      assertThat(told.take().uid()).isEqualTo("1.1");
    }
  }

  @Test
  void aListenerMayCloseItsOwnSubscription() throws Exception {
    BlockingQueue<ExamEvent> told = new LinkedBlockingQueue<>();
    AtomicReference<Subscription> own = new AtomicReference<>();
    CountDownLatch subscribed = new CountDownLatch(1);
    own.set(
        hub.subscribe(
            0,
            event -> {
              try {
                subscribed.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              own.get().close();
              told.add(event);
            }));
    subscribed.countDown();
    arrives("1.1");
    assertThat(told.take().uid()).isEqualTo("1.1");
    BlockingQueue<ExamEvent> toldAnother = new LinkedBlockingQueue<>();
    hub.subscribe(store.lastSeq(), toldAnother::add);
    arrives("1.2");
    assertThat(toldAnother.take().uid()).isEqualTo("1.2");

    assertThat(told).isEmpty();
    assertThat(hub.failures()).isZero();
  }

  @Test
  void closingInterruptsAllListenersBeforeItWaitsForOne() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch interrupted = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      hub.subscribe(
          0,
          event -> {
            inside.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
              awaitUninterrupted(interrupted);
            }
          });
    }
    arrives("1.1");
    inside.await();

    hub.close();

    assertThat(interrupted.getCount()).isZero();
  }

  /** Each waits for the other's interrupt. */
  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
