/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * A thousand associations in a row and fifty at the same time, good ones and bad ones, leave
 * nothing behind: no thread, no socket, no file, no memory.
 */
@Timeout(180)
class LeakTest {
  private static final int IN_A_ROW = 1000;
  private static final int AT_ONCE = 50;

  @TempDir private Path folder;

  @Test
  void aThousandInARowAndFiftyAtOnceLeaveNothing() throws Exception {
    try (TestListener listener = TestListener.start(LeakTest::generous)) {
      assertNothingIsLeft(listener, listener.port(), null);
    }
    assertNoThreadIsLeft();
  }

  @Test
  void theSameWithTls() throws Exception {
    TestAuthority authority = TestAuthority.in(folder);
    TestAuthority.Issued server = authority.issue("server");
    TlsOptions ours =
        TlsOptions.builder().certificate(server.certificate(), server.key(), null).build();
    TlsOptions theirs = TlsOptions.builder().trust(authority.trust(), null).build();
    try (TestListener listener =
        TestListener.start(options -> generous(options).port(-1).tls(0, ours))) {
      assertNothingIsLeft(listener, listener.listener().tlsPort(), theirs);
    }
    assertNoThreadIsLeft();
  }

  /** A pool has ended a moment before its last thread is off the list. */
  private static void assertNoThreadIsLeft() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline && !ProcessState.threads("dicom-").isEmpty()) {
      Thread.sleep(10);
    }
    assertThat(ProcessState.threads("dicom-")).isEmpty();
  }

  private static AcceptorOptions.Builder generous(AcceptorOptions.Builder options) {
    return options
        .maxAssociations(2 * AT_ONCE) // some of the last round may not have ended
        .callingAETitles(List.of("SENDER", "NEXT"))
        .artimTimeout(Duration.ofSeconds(10));
  }

  private static void assertNothingIsLeft(TestListener listener, int port, TlsOptions tls)
      throws Exception {
    inARow(port, tls, 100); // classes, buffers, TLS sessions
    atOnce(port, tls, AT_ONCE);
    ProcessState before = settled(listener, port);
    inARow(port, tls, IN_A_ROW);
    settled(listener, port);
    for (int round = 0; round < 4; round++) {
      atOnce(port, tls, AT_ONCE);
    }
    ProcessState after = settled(listener, port);
    assertThat(after.files()).as("files and sockets").isLessThanOrEqualTo(before.files() + 3);
    assertThat(after.sockets()).as("sockets").isLessThanOrEqualTo(before.sockets() + 1);
    assertThat(after.heap()).as("heap in use").isLessThan(before.heap() + 8_000_000);
    assertThat(ProcessState.threads("dicom-"))
        .allMatch(name -> name.startsWith("dicom-acceptor") || name.startsWith("dicom-timer"));
  }

  /** Waits for the ends, and forgets what the test itself has written down. */
  private static ProcessState settled(TestListener listener, int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline && !isQuiet(listener, port)) {
      Thread.sleep(10);
    }
    assertThat(listener.listener().activeAssociations()).isZero();
    assertThat(ProcessState.connectionsOf(port)).as("connections of the port").isZero();
    listener.forget();
    return ProcessState.now();
  }

  private static boolean isQuiet(TestListener listener, int port) throws IOException {
    return listener.listener().activeAssociations() == 0
        && ProcessState.threads("dicom-sc").isEmpty()
        && ProcessState.connectionsOf(port) == 0;
  }

  private static void inARow(int port, TlsOptions tls, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      one(port, tls, i);
    }
  }

  private static void atOnce(int port, TlsOptions tls, int count) throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(
            senders.submit(
                () -> {
                  one(port, tls, number);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      senders.shutdownNow();
      assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Of ten: six echo, one stores, one aborts in the middle, one is refused, one is garbage. */
  private static void one(int port, TlsOptions tls, int number) throws Exception {
    switch (number % 10) {
      case 6 -> {
        try (Association association = Association.open(to(port, tls, "SENDER"))) {
          byte[] data = new byte[50_000];
          assertThat(
                  association
                      .store(CR, "1." + number, EXPLICIT, new ByteArrayInputStream(data))
                      .code())
              .isZero();
        }
      }
      case 7 -> abortInTheMiddle(port, tls);
      case 8 ->
          assertThatThrownBy(() -> Association.open(to(port, tls, "STRANGER")))
              .hasMessageContaining("rejected");
      case 9 -> {
        try (ScriptedPeer peer = ScriptedPeer.connect(port)) {
          peer.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          if (tls == null) {
            assertThat(peer.read().type()).isEqualTo(PduBytes.ABORT); // it is on us to close
          } else {
            peer.discardUntilClosed();
          }
        }
      }
      default -> {
        try (Association association = Association.open(to(port, tls, "SENDER"))) {
          assertThat(association.echo().code()).isZero();
        }
      }
    }
  }

  private static void abortInTheMiddle(int port, TlsOptions tls) throws IOException {
    if (tls != null) {
      Association.open(to(port, tls, "SENDER")).abort();
      return;
    }
    try (RawAssociation raw = RawAssociation.open(port, "SENDER", "RECEIVER", CR, EXPLICIT)) {
      raw.sendCommand(1, PduBytes.storeRequest(1, CR, "1.2"));
      raw.peer().send(PduBytes.pData(1, 0, new byte[5000]));
      raw.peer().send(PduBytes.abort(0, 0));
    }
  }

  private static RequestorOptions to(int port, TlsOptions tls, String calling) {
    return RequestorOptions.builder()
        .callingAETitle(calling)
        .calledAETitle("RECEIVER")
        .host("127.0.0.1")
        .port(port)
        .tls(tls)
        .contexts(
            List.of(
                ProposedContext.of(SOPClass.Verification, IMPLICIT),
                ProposedContext.of(CR, EXPLICIT)))
        .build();
  }
}
