/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.RoleSelection;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.commitment.CommitmentQueue.Waiting;
import org.xrayvision.server.commitment.Findings.Verifier;
import org.xrayvision.server.config.CommitmentAddress;

/**
 * Reports commitments on associations of our own to where the configuration says that the requestor
 * listens (PS3.4 §J.3.3), one after the other; one that fails is tried again ever more rarely, for
 * three days. Safe for threads.
 */
final class CommitmentReporter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CommitmentReporter.class.getName());
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration TROUBLE = Duration.ofSeconds(5);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(30);
  private static final Duration TOO_OLD = Duration.ofDays(3);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 8;
  private static final long END_MILLIS = 2_000;

  private final CommitmentQueue queue;
  private final Verifier verifier;
  private final String aeTitle;
  private final Map<String, CommitmentAddress> addresses;
  private final Clock clock;
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread = new Thread(this::work, "commitment-reporter");
  private volatile boolean closing;
  private volatile @Nullable Association association;

  /**
   * @param aeTitle ours
   * @param addresses where requestors listen, by AE title
   */
  CommitmentReporter(
      CommitmentQueue queue,
      Verifier verifier,
      String aeTitle,
      Map<String, CommitmentAddress> addresses,
      Clock clock) {
    this.queue = queue;
    this.verifier = verifier;
    this.aeTitle = aeTitle;
    this.addresses = Map.copyOf(addresses);
    this.clock = clock;
  }

  void start() {
    queue.open(clock.instant());
    thread.setDaemon(true);
    thread.start();
  }

  /** Something may be due. */
  void wake() {
    bell.release();
  }

  private void work() {
    while (!closing) {
      try {
        if (!reportNext()) {
          sleep(POLL);
        }
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException e) {
        if (!closing) {
          LOG.log(System.Logger.Level.ERROR, "storage commitments cannot be reported now", e);
          sleepOn(TROUBLE);
        }
      }
    }
  }

  private void sleep(Duration most) throws InterruptedException {
    boolean unused = bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    bell.drainPermits();
  }

  private void sleepOn(Duration most) {
    try {
      sleep(most);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  private boolean reportNext() {
    int old = queue.forget(clock.instant(), TOO_OLD);
    if (old > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} storage commitments were given up: nobody took their report for three days",
          old);
    }
    Optional<Waiting> due = queue.due(clock.instant());
    due.ifPresent(this::report);
    return due.isPresent();
  }

  private void report(Waiting waiting) {
    String requestor = waiting.commitment().aeTitle();
    CommitmentAddress address = addresses.get(requestor);
    if (address == null) {
      failed(
          waiting,
          LONGEST_BACKOFF,
          "it has hung up, and there is no commitment_address in [source:" + requestor + "]");
      return;
    }
    Optional<Findings> findings = Findings.of(waiting.commitment(), verifier, () -> closing);
    if (findings.isEmpty()) {
      return;
    }
    try {
      Status answer = tell(requestor, address, findings.get());
      if (answer.isFailure()) {
        failed(waiting, backoff(waiting), "it answered " + answer);
        return;
      }
      queue.remove(waiting.id());
      LOG.log(
          System.Logger.Level.INFO,
          () -> requestor + " was told of a storage commitment: " + findings.get());
    } catch (IOException e) {
      if (!closing) {
        failed(waiting, backoff(waiting), String.valueOf(e.getMessage()));
      }
    }
  }

  private Status tell(String requestor, CommitmentAddress address, Findings findings)
      throws IOException {
    RequestorOptions options =
        RequestorOptions.builder()
            .callingAETitle(aeTitle)
            .calledAETitle(requestor)
            .host(address.address().getHostString())
            .port(address.address().getPort())
            .tls(address.tls())
            .connectTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .contexts(
                List.of(
                    ProposedContext.of(
                        StorageCommitment.SOP_CLASS,
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid())))
            .roles(List.of(RoleSelection.provider(StorageCommitment.SOP_CLASS)))
            .build();
    try (Association open = Association.open(options)) {
      association = open;
      if (closing) {
        throw new IOException("the server is closing");
      }
      return open.eventReport(
          StorageCommitment.SOP_CLASS,
          StorageCommitment.INSTANCE,
          findings.eventTypeId(),
          findings.information());
    } finally {
      association = null;
    }
  }

  private static Duration backoff(Waiting waiting) {
    Duration backoff =
        FIRST_BACKOFF.multipliedBy(1L << Math.min(waiting.attempts(), MOST_DOUBLINGS));
    return backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF;
  }

  private void failed(Waiting waiting, Duration wait, String why) {
    queue.postpone(waiting.id(), waiting.attempts() + 1, clock.instant().plus(wait));
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            waiting.commitment().aeTitle()
                + " could not be told of its storage commitment, tried again in "
                + wait.toSeconds()
                + " s: "
                + why);
  }

  @Override
  public void close() {
    closing = true;
    bell.release();
    Association open = association;
    if (open != null) {
      open.abort();
    }
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
