/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;
import java.util.Optional;

/**
 * How much there is to do, for those who may slow down. Immutable.
 *
 * @param waiting exams that are not read yet
 * @param oldest how long the oldest of them has waited
 * @param freeBytes on the disk of the data directory
 * @param minFreeBytes with less than this, {@code ingest} takes nothing; see {@link IngestOptions}
 */
public record EngineLoad(
    long waiting, Optional<Duration> oldest, long freeBytes, long minFreeBytes) {

  /** Whether there is too little free disk to take anything. */
  public boolean diskLow() {
    return freeBytes < minFreeBytes;
  }
}
