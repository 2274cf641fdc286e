/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a claim ends without a report.
 *
 * @param cause what a person should read
 * @param forGood whether the exam is {@code error} now
 * @param countsAttempt whether this try counts; an outage's does not
 * @param notBefore when it may be claimed again
 * @param run what the model answered, where it answered something
 */
public record GiveBack(
    String cause, boolean forGood, boolean countsAttempt, Instant notBefore, @Nullable AiRun run) {}
