/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/**
 * What came of offering the DICOM files of the data directory once more. Immutable.
 *
 * @param taken files that became exams, or were kept beside one with the same UID and other bytes
 * @param triedAgain exams that were in error and wait anew
 * @param unchanged files whose exam was there, with the same bytes
 * @param notTaken files that cannot be read, are not what was received, or are of a kind that is
 *     not taken
 */
public record LoadResult(long taken, long triedAgain, long unchanged, long notTaken) {
  /** How many files were offered. */
  public long files() {
    return taken + triedAgain + unchanged + notTaken;
  }
}
