/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import java.time.Clock;
import java.util.Map;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.DimseService;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.config.CommitmentAddress;

/**
 * Storage Commitment as SCP: what the listener offers, and the thread that reports. For a server
 * that keeps its DICOM files; who deletes them must not commit to keep them. Safe for threads.
 */
public final class Commitments implements AutoCloseable {
  private final CommitmentService service;
  private final CommitmentReporter reporter;

  /**
   * Nothing runs yet.
   *
   * @param aeTitle ours
   * @param addresses where requestors listen for reports, by AE title
   */
  public Commitments(
      XRayVision engine,
      ServerDatabase database,
      String aeTitle,
      Map<String, CommitmentAddress> addresses) {
    CommitmentQueue queue = new CommitmentQueue(database);
    Clock clock = Clock.systemUTC();
    this.reporter = new CommitmentReporter(queue, engine::verify, aeTitle, addresses, clock);
    this.service = new CommitmentService(queue, engine::verify, reporter::wake, clock);
  }

  /** What the listener offers. */
  public DimseService service() {
    return service;
  }

  /** Begins to report what an earlier life was asked for. */
  public void start() {
    reporter.start();
  }

  /** Ends the report in progress; it is sent again after the next start. */
  @Override
  public void close() {
    reporter.close();
  }
}
