/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.jspecify.annotations.Nullable;

/**
 * What the rules in force make of a protocol's name. Immutable.
 *
 * @param protocol the text as it was looked at
 * @param region empty where no rule matches
 * @param keyword the keyword that has decided; null where none matched
 * @param supported whether exams of the region are read; others become {@code ignore}
 * @param projection frontal, lateral, oblique; empty where it is not named
 * @param question what the model is asked about the region
 */
public record ProtocolReading(
    String protocol,
    String region,
    @Nullable String keyword,
    boolean supported,
    String projection,
    String question) {}
