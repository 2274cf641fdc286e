/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import org.xrayvision.api.ExamEvent;

/**
 * Hears what happens. Called on a thread of its own, one event at a time, in the order of {@link
 * ExamEvent#seq()}; a slow listener delays only itself, and what it throws is counted and
 * forgotten.
 */
@FunctionalInterface
public interface ExamListener {
  /** An event was committed. */
  void onEvent(ExamEvent event);
}
