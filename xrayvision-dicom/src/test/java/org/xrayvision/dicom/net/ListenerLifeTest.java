/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.dicom.net.Listeners.CR;
import static org.xrayvision.dicom.net.Listeners.EXPLICIT;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting and closing, threads and sockets. */
@Timeout(120)
class ListenerLifeTest {
  private static final StoreHandler READ =
      (request, dataSet) -> {
        dataSet.readAllBytes();
        return Status.SUCCESS;
      };

  private final Recorder recorder = new Recorder();

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!threads().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void aThousandAssociationsLeaveNoThreadAndNoSocket() throws Exception {
    try (DicomListener listener = Listeners.start(READ, recorder)) {
      RequestorOptions to = Listeners.to(listener).build();
      echoAndRelease(to); // class loading opens files
      int before = openFiles();
      for (int i = 0; i < 1000; i++) {
        if (i % 10 == 9) {
          Association.open(to).abort();
        } else {
          echoAndRelease(to);
        }
      }
      awaitZero(listener);
      assertThat(openFiles()).isLessThanOrEqualTo(before + 3);
      assertThat(threads())
          .allMatch(name -> name.startsWith("dicom-acceptor") || name.startsWith("dicom-timer"));
    }
    assertThat(recorder.all()).filteredOn(event -> event.startsWith("released")).hasSize(901);
  }

  /** A modality with one place sends a study as one association after the other. */
  @Test
  void aReleasedPlaceIsFreeForWhoReadsTheAnswer() throws Exception {
    AcceptorOptions one = Listeners.options().maxAssociations(1).build();
    try (DicomListener listener = Listeners.start(one, READ, recorder)) {
      RequestorOptions to = Listeners.to(listener).build();
      for (int i = 0; i < 300; i++) {
        echoAndRelease(to);
      }
    }
    assertThat(recorder.all()).noneMatch(event -> event.startsWith("rejected"));
  }

  @Test
  void whoHearsOfAnEndFindsThePlaceFree() throws Exception {
    BlockingQueue<Integer> standing = new LinkedBlockingQueue<>();
    AtomicReference<DicomListener> open = new AtomicReference<>();
    AssociationListener counting =
        new AssociationListener() {
          @Override
          public void released(Peer peer) {
            standing.add(open.get().activeAssociations());
          }

          @Override
          public void aborted(Peer peer, String why) {
            standing.add(open.get().activeAssociations());
          }
        };
    try (DicomListener listener = Listeners.start(READ, counting)) {
      open.set(listener);
      RequestorOptions to = Listeners.to(listener).build();
      echoAndRelease(to);
      assertThat(standing.poll(30, TimeUnit.SECONDS)).as("released").isZero();
      Association.open(to).abort();
      assertThat(standing.poll(30, TimeUnit.SECONDS)).as("aborted").isZero();
    }
  }

  @Test
  void threadsAreNamedByRoleAndPeer() throws Exception {
    try (DicomListener listener = Listeners.start(READ, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      association.echo();
      assertThat(threads())
          .anyMatch(name -> name.matches("dicom-scp SENDER@127\\.0\\.0\\.1:\\d+"))
          .contains("dicom-acceptor RECEIVER:" + listener.port());
    }
  }

  @Test
  void aConnectionThatCannotBeServedCostsOnlyItself() throws Exception {
    Queue<Throwable> troubles =
        new ArrayDeque<>(
            List.of(
                new OutOfMemoryError("unable to create native thread"),
                new IllegalStateException("our own error")));
    ThreadFactory threads =
        connection -> {
          Throwable trouble = troubles.poll();
          if (trouble instanceof Error error) {
            throw error;
          } else if (trouble instanceof RuntimeException exception) {
            throw exception;
          }
          return new Thread(connection, "dicom-scp");
        };
    try (DicomListener listener =
        new DicomListener(
            Listeners.options().build(), new Services(READ, List.of()), recorder, threads)) {
      listener.start();
      for (int i = 0; i < 2; i++) {
        try (Socket unlucky = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
          assertThat(unlucky.getInputStream().read()).isEqualTo(-1);
        }
      }
      echoAndRelease(Listeners.to(listener).build());
    }
    assertThat(recorder.all())
        .filteredOn(event -> event.startsWith("connectionRefused"))
        .satisfiesExactly(
            first -> assertThat(first).contains("native thread"),
            second -> assertThat(second).contains("our own error"));
  }

  @Test
  void closeAbortsAnIdleAssociationAtOnce() throws Exception {
    DicomListener listener = startWithGrace(Duration.ofMinutes(1), READ);
    try (Association association = Association.open(Listeners.to(listener).build());
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      association.echo();
      long start = System.nanoTime();
      listener.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(association::echo).isInstanceOf(AssociationException.class);
      assertThat(listener.activeAssociations()).isZero();
      listener.close();
    }
  }

  @Test
  void closeLetsAMessageUnderWayBeAnswered() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    StoreHandler slow =
        (request, dataSet) -> {
          inHandler.countDown();
          sleep(200);
          dataSet.readAllBytes();
          return Status.SUCCESS;
        };
    DicomListener listener = startWithGrace(Duration.ofMinutes(1), slow);
    try (Association association = Association.open(Listeners.to(listener).build())) {
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> {
                await(inHandler);
                listener.close();
              });
      assertThat(store(association)).isEqualTo(Status.SUCCESS);
      closed.get();
      assertThatThrownBy(association::echo).isInstanceOf(AssociationException.class);
    }
  }

  @Test
  void closeInterruptsAHandlerThatGoesOnAfterTheGrace() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    StoreHandler stuck =
        (request, dataSet) -> {
          inHandler.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return Status.SUCCESS;
        };
    DicomListener listener = Listeners.start(stuck, recorder);
    try (Association association = Association.open(Listeners.to(listener).build())) {
      CompletableFuture<Status> answer =
          CompletableFuture.supplyAsync(() -> storeUnchecked(association));
      await(inHandler);
      listener.close();
      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(answer.handle((status, e) -> e != null).get()).isTrue();
    }
  }

  @Test
  void aHandlerThatWaitsForDataSeesTheEndWhenTheListenerIsClosed() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    CompletableFuture<Exception> seen = new CompletableFuture<>();
    StoreHandler reading =
        (request, dataSet) -> {
          inHandler.countDown();
          try {
            dataSet.readAllBytes();
            seen.complete(new IllegalStateException("complete"));
          } catch (IOException e) {
            seen.complete(e);
            throw e;
          }
          return Status.SUCCESS;
        };
    DicomListener listener = Listeners.start(reading, recorder);
    try (Association association = Association.open(Listeners.to(listener).build())) {
      CompletableFuture<Status> answer =
          CompletableFuture.supplyAsync(() -> storeUnchecked(association, new Stalling(inHandler)));
      await(inHandler);
      listener.close();
      assertThat(seen.get()).isInstanceOf(IOException.class);
      association.abort();
      assertThat(answer.handle((status, e) -> e != null).get()).isTrue();
    }
    assertThat(recorder.all()).noneMatch(event -> event.startsWith("handlerFailed"));
  }

  @Test
  void aPortInUseIsToldWithItsNumber() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AcceptorOptions options = Listeners.options().port(socket.getLocalPort()).build();
      try (DicomListener listener = new DicomListener(options, READ, recorder)) {
        assertThatThrownBy(listener::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining(":" + socket.getLocalPort());
      }
    }
  }

  @Test
  void aListenerStartsOnce() throws IOException {
    DicomListener listener = new DicomListener(Listeners.options().build(), READ, recorder);
    assertThatThrownBy(listener::port).isInstanceOf(IllegalStateException.class);
    listener.start();
    assertThatThrownBy(listener::start).isInstanceOf(IllegalStateException.class);
    listener.close();
    assertThatThrownBy(listener::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatAnEventListenerThrowsHarmsNobody() throws IOException {
    AssociationListener throwing =
        new AssociationListener() {
          @Override
          public void accepted(Peer peer, List<AcceptedContext> contexts) {
            throw new IllegalStateException("metrics");
          }
        };
    try (DicomListener listener = Listeners.start(READ, throwing);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  private DicomListener startWithGrace(Duration grace, StoreHandler handler) throws IOException {
    return Listeners.start(Listeners.options().closeGrace(grace).build(), handler, recorder);
  }

  private static void echoAndRelease(RequestorOptions to) throws IOException {
    try (Association association = Association.open(to)) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  private static void awaitZero(DicomListener listener) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while ((listener.activeAssociations() > 0 || scpThreads() > 0)
        && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
  }

  private static long scpThreads() {
    return threads().stream().filter(name -> name.startsWith("dicom-sc")).count();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dicom-"))
        .toList();
  }

  /** On systems without /proc there is nothing to count. */
  private static int openFiles() {
    String[] files = new File("/proc/self/fd").list();
    return files == null ? 0 : files.length;
  }

  private static Status store(Association association) throws IOException {
    return association.store(CR, "1.2", EXPLICIT, new ByteArrayInputStream(new byte[100_000]));
  }

  private static Status storeUnchecked(Association association) {
    return storeUnchecked(association, new ByteArrayInputStream(new byte[100_000]));
  }

  private static Status storeUnchecked(Association association, InputStream dataSet) {
    try {
      return association.store(CR, "1.2", EXPLICIT, dataSet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives a megabyte, then waits until the receiver has begun, and a little longer. */
  private static final class Stalling extends InputStream {
    private final CountDownLatch begun;
    private int left = 1_000_000;

    Stalling(CountDownLatch begun) {
      this.begun = begun;
    }

    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        await(begun);
        sleep(1500);
        throw new IOException("stalled");
      }
      int count = Math.min(left, length);
      left -= count;
      return count;
    }
  }
}
