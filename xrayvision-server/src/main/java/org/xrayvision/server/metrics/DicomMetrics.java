/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xrayvision.core.IngestResult;

/**
 * Counts what comes over DICOM. Who sends is in no label: a title comes from the peer, and there is
 * no end of them. Safe for threads.
 */
public final class DicomMetrics {
  /** What becomes of an association. */
  public enum Association {
    /** It was accepted. */
    ACCEPTED,
    /** It was rejected (PS3.8 §9.3.4). */
    REJECTED,
    /** It ended by A-RELEASE. */
    RELEASED,
    /** It, or a connection that never became one, ended in any other way. */
    ABORTED,
    /** A connection was not taken. */
    CONNECTION_REFUSED
  }

  private static final String FAILED = "sender_failed";

  private final MeterRegistry registry;
  private final Set<InetSocketAddress> open = ConcurrentHashMap.newKeySet();
  private final Counter bytes;

  DicomMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("xrayvision.associations.open", open, Set::size)
        .description("DICOM associations that stand now")
        .register(registry);
    this.bytes =
        Counter.builder("xrayvision.ingest")
            .baseUnit("bytes")
            .description("Bytes of data sets that were read, whether taken or not")
            .register(registry);
    for (Association what : Association.values()) {
      count(what, 0);
    }
    for (IngestResult.Outcome outcome : IngestResult.Outcome.values()) {
      objects(outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  /** An object was answered. */
  public void ingested(IngestResult.Outcome outcome, long dataSetBytes, Duration duration) {
    ingested(outcome.name().toLowerCase(Locale.ROOT), dataSetBytes, duration);
  }

  /** An object did not come to its end. */
  public void senderFailed(long dataSetBytes, Duration duration) {
    ingested(FAILED, dataSetBytes, duration);
  }

  private void ingested(String outcome, long dataSetBytes, Duration duration) {
    objects(outcome).record(duration);
    bytes.increment((double) dataSetBytes);
  }

  private Timer objects(String outcome) {
    return Timer.builder("xrayvision.ingest.objects")
        .description("Objects, from the request to its answer")
        .tag("outcome", outcome)
        .serviceLevelObjectives(
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30))
        .register(registry);
  }

  /** Something became of the association with a peer. */
  public void association(Association what, InetSocketAddress peer) {
    if (what == Association.ACCEPTED) {
      open.add(peer);
    } else if (what != Association.REJECTED) {
      open.remove(peer);
    }
    count(what, 1);
  }

  /** A connection was not taken. */
  public void connectionRefused() {
    count(Association.CONNECTION_REFUSED, 1);
  }

  private void count(Association what, int times) {
    Counter.builder("xrayvision.associations")
        .description("What became of DICOM associations")
        .tag("result", what.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment(times);
  }
}
