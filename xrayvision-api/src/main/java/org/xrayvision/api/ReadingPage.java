/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.util.List;

/**
 * One page of readings, newest first. Immutable.
 *
 * @param total how many readings match
 * @param pages how many pages they fill, at least 1
 */
public record ReadingPage(List<Reading> readings, long total, int pages) {
  /** Copies the list. */
  public ReadingPage {
    readings = List.copyOf(readings);
  }
}
