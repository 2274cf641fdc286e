/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.nio.file.Path;
import java.util.List;

/**
 * What the start made of what a crash, or a person, had left in the data directory. A foreign
 * file's name may be a patient's. Immutable.
 *
 * @param recovered DICOM files whose exam was missing and is there now
 * @param partsDeleted objects that had not arrived whole; no sender was told otherwise
 * @param unreadable DICOM files that cannot be read: set aside, or left where even that failed
 * @param foreign DICOM files that are not named by their SOPInstanceUID; left alone
 */
public record RecoveryResult(
    List<Path> recovered, int partsDeleted, List<Path> unreadable, List<Path> foreign) {
  /** Copies the lists. */
  public RecoveryResult {
    recovered = List.copyOf(recovered);
    unreadable = List.copyOf(unreadable);
    foreign = List.copyOf(foreign);
  }
}
