/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import org.xrayvision.api.ExamStatus;

/**
 * An exam that one worker holds.
 *
 * @param token unique to this claim
 * @param from {@code queued} or {@code requeue}
 * @param attempts how many tries have counted before this one
 */
public record Claim(
    String uid, String owner, String token, ExamStatus from, int attempts, Instant leaseEnd) {}
