/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object with the UID of another and other bytes.
 *
 * @param fileName the file it is kept as, below the images folder
 */
public record ConflictingObject(
    String fileName, String sha256, long length, @Nullable String sender, Instant received) {}
