/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.ResyncException;

/** The events as a stream whose reader sets the pace. */
@Timeout(60)
class EventPublisherTest extends EventHubFixture {
  private static final Object COMPLETED = new Object();

  /** Writes down what it is told; asks for nothing by itself. */
  private static class Reader implements Flow.Subscriber<ExamEvent> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<Thread> thread = new CompletableFuture<>();
    final BlockingQueue<ExamEvent> told = new LinkedBlockingQueue<>();
    final CompletableFuture<Object> end = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      thread.complete(Thread.currentThread());
      subscription.complete(given);
    }

    @Override
    public void onNext(ExamEvent event) {
      told.add(event);
    }

    @Override
    public void onError(Throwable trouble) {
      end.complete(trouble);
    }

    @Override
    public void onComplete() {
      end.complete(COMPLETED);
    }

    void request(long n) {
      subscription.join().request(n);
    }

    String next() throws InterruptedException {
      return String.valueOf(told.take().uid());
    }
  }

  private Reader subscribe(long afterSeq) {
    Reader reader = new Reader();
    hub.publisher(afterSeq).subscribe(reader);
    return reader;
  }

  @Test
  void asManyEventsAsAreAskedForAreToldInOrder() throws Exception {
    arrives("1.1");
    arrives("1.2");
    arrives("1.3");
    Reader reader = subscribe(0);
    Reader another = subscribe(0);

    reader.request(2);
    assertThat(List.of(reader.next(), reader.next())).containsExactly("1.1", "1.2");
    // What has been told to another meanwhile shows that there was time to tell a third.
    another.request(Long.MAX_VALUE);
    another.request(Long.MAX_VALUE);
    arrives("1.4");
    assertThat(List.of(another.next(), another.next(), another.next(), another.next()))
        .endsWith("1.4");
    assertThat(reader.told).isEmpty();

    reader.request(1);
    assertThat(reader.next()).isEqualTo("1.3");
    assertThat(reader.told).isEmpty();
  }

  @Test
  void aCursorBeginsAfterWhatWasSeen() throws Exception {
    arrives("1.1");
    Reader reader = subscribe(store.lastSeq());
    reader.request(10);
    arrives("1.2");

    assertThat(reader.next()).isEqualTo("1.2");
  }

  @Test
  void aSubscriberThatBlocksDelaysNobody() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Reader slow =
        new Reader() {
          @Override
          public void onNext(ExamEvent event) {
            blocked.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            super.onNext(event);
          }
        };
    hub.publisher(0).subscribe(slow);
    slow.request(10);
    arrives("1.1");
    blocked.await();
    Reader quick = subscribe(0);
    quick.request(10);
    arrives("1.2");

    assertThat(List.of(quick.next(), quick.next())).containsExactly("1.1", "1.2");
    assertThat(slow.told).isEmpty();
    goOn.countDown();
    assertThat(List.of(slow.next(), slow.next())).containsExactly("1.1", "1.2");
  }

  @Test
  void cancellingEndsTheThreadAndNothingIsToldAfterwards() throws Exception {
    Reader reader = subscribe(0);
    reader.request(10);
    arrives("1.1");
    assertThat(reader.next()).isEqualTo("1.1");

    reader.subscription.join().cancel();
    reader.subscription.join().cancel();
    reader.thread.join().join();
    arrives("1.2");

    assertThat(reader.told).isEmpty();
    assertThat(reader.end).isNotDone();
  }

  @Test
  void closingCompletesTheStreamsAndEndsTheirThreads() throws Exception {
    Reader idle = subscribe(0);
    Reader waiting = subscribe(0);
    waiting.request(1);

    hub.close();

    assertThat(idle.end.join()).isSameAs(COMPLETED);
    assertThat(waiting.end.join()).isSameAs(COMPLETED);
    idle.thread.join().join();
    waiting.thread.join().join();
  }

  @Test
  void afterTheEndASubscriberIsToldSo() {
    hub.close();

    assertThat(subscribe(0).end.join()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCursorThatIsTooOldOrOfAnotherEngineMustStartAnew() throws Exception {
    anEventAboutNoExam();
    arrives("1.1");
    long kept = store.lastSeq();
    store.purgeEvents(Instant.now().plusSeconds(60));
    assertThat(store.resyncBefore()).isPositive();

    assertThat(subscribe(store.resyncBefore() - 1).end.join())
        .isInstanceOfSatisfying(
            ResyncException.class, e -> assertThat(e.lastSeq()).isEqualTo(kept));
    assertThat(subscribe(kept + 1).end.join()).isInstanceOf(ResyncException.class);
    assertThat(subscribe(store.resyncBefore()).end).isNotDone();
  }

  /** The only kind that is ever forgotten. */
  private void anEventAboutNoExam() throws SQLException {
    String database = "jdbc:sqlite:" + folder.resolve("xrayvision.db");
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO events (at, kind, payload) VALUES (1000, 'other', '{}')");
    }
  }

  @Test
  void aSubscriberThatFallsBehindWhatIsKeptIsTold() throws Exception {
    Reader reader = subscribe(0);
    Reader first = subscribe(0);
    first.request(1);
    arrives("1.1");
    first.subscription.join().cancel();
    anEventAboutNoExam();
    store.purgeEvents(Instant.now().plusSeconds(60));

    reader.request(1);

    assertThat(reader.end.join()).isInstanceOf(ResyncException.class);
    assertThat(reader.told).isEmpty();
  }

  @Test
  void askingForLessThanOneIsAnError() {
    Reader reader = subscribe(0);
    reader.request(0);

    assertThat(reader.end.join()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSubscriberThatThrowsHasCancelled() throws Exception {
    Reader broken =
        new Reader() {
          @Override
          public void onNext(ExamEvent event) {
            throw new NoClassDefFoundError("a dashboard's");
          }
        };
    hub.publisher(0).subscribe(broken);
    broken.request(5);
    arrives("1.1");

    broken.thread.join().join();
    assertThat(hub.failures()).isEqualTo(1);
    assertThat(broken.end).isNotDone();
  }
}
