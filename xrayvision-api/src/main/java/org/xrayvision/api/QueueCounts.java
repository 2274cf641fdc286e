/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many exams stand where, counted in one moment. Immutable.
 *
 * @param waiting {@code none}, {@code queued} and {@code requeue}
 * @param check read, the radiologist's report not assessed yet
 * @param processing being read
 * @param doneThisWeek read within the last seven days
 * @param oldestWaiting when the longest waiting one was received, or null
 */
public record QueueCounts(
    long waiting,
    long check,
    long processing,
    long doneThisWeek,
    long errors,
    long ignored,
    @Nullable Instant oldestWaiting) {}
