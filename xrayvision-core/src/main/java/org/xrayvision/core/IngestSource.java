/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.jspecify.annotations.Nullable;

/**
 * Who offers an object. Immutable.
 *
 * @param aeTitle the calling AE title, or null where it came by another way
 * @param address host and port, or the name of the program's own door
 */
public record IngestSource(@Nullable String aeTitle, String address) {
  /** An object that the embedding program offers itself. */
  public static final IngestSource PROGRAM = new IngestSource(null, "program");
}
