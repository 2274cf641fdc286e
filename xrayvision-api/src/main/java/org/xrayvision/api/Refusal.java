/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object that was not taken. Carries no patient's data. Immutable.
 *
 * @param peer the address it came from, or the name of the program's own door
 * @param aeTitle the calling AE title, where there is one
 * @param status the DIMSE status that was answered (PS3.7 annex C, PS3.4 §B.2.3)
 * @param reason what was wrong and what to do
 */
public record Refusal(
    Instant at,
    @Nullable String peer,
    @Nullable String aeTitle,
    @Nullable String sopClassUid,
    int status,
    String reason) {}
