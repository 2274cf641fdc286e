/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the export of a data set goes. Immutable.
 *
 * @param folder where it is, or is to be; null before the first
 * @param written exams that are in it
 * @param leftOut exams that are not: without a picture, or of which it must stay inside
 * @param total exams that there are to look at
 * @param message why it failed, or why exams were left out; null where there is nothing to say
 */
public record DatasetStatus(
    State state,
    @Nullable Path folder,
    long written,
    long leftOut,
    long total,
    @Nullable String message) {
  /** Where it stands. */
  public enum State {
    /** None was asked for since the start. */
    NONE,
    /** It is being written. */
    RUNNING,
    /** It is whole. */
    DONE,
    /** It was given up; nothing is left of it. */
    FAILED
  }

  /** Before the first. */
  public static final DatasetStatus NOTHING = new DatasetStatus(State.NONE, null, 0, 0, 0, null);
}
