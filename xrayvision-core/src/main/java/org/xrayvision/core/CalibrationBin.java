/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.jspecify.annotations.Nullable;

/**
 * Answers whose stated confidence lies in a range. Immutable.
 *
 * @param from in percent, included
 * @param to in percent, excluded but for 100
 * @param confidence the mean of what was stated, 0 to 1; null where there is no answer
 * @param accuracy how many of them were right
 */
public record CalibrationBin(int from, int to, @Nullable Double confidence, Estimate accuracy) {}
