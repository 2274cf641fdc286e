/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;

/**
 * What is burned into an exam's picture, for those who must not know whose it is. Immutable.
 *
 * @param regions to be blanked; empty where none are known
 * @param unplaced whether the object says that text is burned in (BurnedInAnnotation, PS3.3
 *     §C.7.6.1) and nobody has said where: its picture cannot be blanked
 */
public record BurnedIn(List<BurnedInRegion> regions, boolean unplaced) {
  /** Copies the list. */
  public BurnedIn {
    regions = List.copyOf(regions);
  }
}
