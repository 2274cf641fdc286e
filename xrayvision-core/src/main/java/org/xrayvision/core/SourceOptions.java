/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one sender; a null part means the engine's own setting. Immutable.
 *
 * @param characterSet for text without SpecificCharacterSet: a defined term of PS3.3 C.12.1.1.2 or
 *     a Java charset name
 * @param modalities taken from this sender
 * @param timeZone of its clocks
 * @param patientIdNamespace put before its patient ids
 * @param burnedInRegions blanked in pictures that leave the house; empty where the sender burns
 *     nothing in; null where nobody has said, and then its pictures do not leave the house
 */
public record SourceOptions(
    @Nullable String characterSet,
    @Nullable Set<String> modalities,
    @Nullable ZoneId timeZone,
    @Nullable String patientIdNamespace,
    @Nullable List<BurnedInRegion> burnedInRegions) {
  /** Copies the regions. */
  public SourceOptions {
    burnedInRegions = burnedInRegions == null ? null : List.copyOf(burnedInRegions);
  }

  /** A sender of whose pictures nobody has said whether anything is burned in. */
  public SourceOptions(
      @Nullable String characterSet,
      @Nullable Set<String> modalities,
      @Nullable ZoneId timeZone,
      @Nullable String patientIdNamespace) {
    this(characterSet, modalities, timeZone, patientIdNamespace, null);
  }
}
