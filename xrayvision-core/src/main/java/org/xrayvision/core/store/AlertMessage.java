/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a notifier is to deliver now: one alert, or several together. Immutable.
 *
 * @param id stays the same however often it is tried
 * @param attempts how often it was tried before
 * @param findings how many alerts it stands for
 * @param severity the highest of them
 * @param region theirs, empty where they differ
 * @param at when the first of them was raised
 * @param alert the alert's id, or null where there are several
 * @param uid the exam, or null where there are several
 * @param escalation whether it is told since nobody has acknowledged it
 */
public record AlertMessage(
    String notifier,
    String id,
    int attempts,
    int findings,
    int severity,
    String region,
    Instant at,
    @Nullable String alert,
    @Nullable String uid,
    boolean escalation) {}
