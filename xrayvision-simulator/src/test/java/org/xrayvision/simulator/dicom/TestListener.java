/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.AcceptedContext;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.Peer;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreRequest;

/** A listener on loopback that keeps what it is sent, and the events. */
final class TestListener implements AutoCloseable, AssociationListener {
  static final String CR = SOPClass.ComputedRadiographyImageStorage;
  static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  static final String BIG_ENDIAN = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid();

  private final DicomListener listener;
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  private TestListener(AcceptorOptions options) {
    this.listener = new DicomListener(options, this::store, this);
  }

  static TestListener start() throws IOException {
    return start(options -> options);
  }

  static TestListener start(UnaryOperator<AcceptorOptions.Builder> change) throws IOException {
    AcceptorOptions.Builder options =
        AcceptorOptions.builder()
            .aeTitle("RECEIVER")
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .closeGrace(Duration.ofMillis(500))
            .transferSyntaxUids(List.of(EXPLICIT, IMPLICIT, BIG_ENDIAN))
            .storageSopClassUids(Set.of(CR));
    TestListener started = new TestListener(change.apply(options).build());
    started.listener.start();
    return started;
  }

  DicomListener listener() {
    return listener;
  }

  int port() {
    return listener.port();
  }

  /** What was received to its end, by SOP Instance UID. */
  Map<String, byte[]> stored() {
    return stored;
  }

  List<String> events() {
    return events;
  }

  /** Waits for an event that begins so. */
  String await(String prefix) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      for (String event : events) {
        if (event.startsWith(prefix)) {
          return event;
        }
      }
      Thread.sleep(2);
    }
    throw new AssertionError("no event " + prefix + " in " + events);
  }

  /** Forgets what was received and what has happened. */
  void forget() {
    stored.clear();
    events.clear();
  }

  /** Waits until so many events begin so. */
  void awaitAll(String prefix, int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      if (events.stream().filter(event -> event.startsWith(prefix)).count() >= count) {
        return;
      }
      Thread.sleep(2);
    }
    throw new AssertionError("no " + count + " events " + prefix + " in " + events);
  }

  void assertServesTheNext() throws IOException {
    try (RawAssociation next = RawAssociation.open(port(), "NEXT", "RECEIVER", CR, EXPLICIT)) {
      assertThat(next.store(1, CR, "9.9", new byte[10]).status()).isZero();
      next.release();
    }
    assertThat(stored).containsKey("9.9");
  }

  private Status store(StoreRequest request, InputStream dataSet) throws IOException {
    byte[] bytes = dataSet.readAllBytes();
    stored.put(request.sopInstanceUid(), bytes);
    return Status.SUCCESS;
  }

  @Override
  public void accepted(Peer peer, List<AcceptedContext> contexts) {
    events.add("accepted " + contexts.size());
  }

  @Override
  public void contextRefused(Peer peer, ProposedContext context, int result) {
    events.add("contextRefused " + context.sopClassUid() + " " + result);
  }

  @Override
  public void rejected(Peer peer, int result, int source, int reason, String why) {
    events.add("rejected " + result + " " + source + " " + reason + " " + why);
  }

  @Override
  public void requestRefused(Peer peer, String sopClassUid, Status status) {
    events.add("requestRefused " + sopClassUid + " " + status);
  }

  @Override
  public void released(Peer peer) {
    events.add("released " + peer.callingAETitle());
  }

  @Override
  public void aborted(Peer peer, String why) {
    events.add("aborted " + why);
  }

  @Override
  public void close() {
    listener.close();
    assertThat(listener.activeAssociations()).isZero();
  }
}
