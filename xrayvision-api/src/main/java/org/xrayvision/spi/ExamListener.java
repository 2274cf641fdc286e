/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import org.xrayvision.api.ExamEvent;

/**
 * Hears what happens. Called on threads of its own, one event at a time, in the order of {@link
 * ExamEvent#seq()}; a slow listener delays only itself, and what it throws is counted and
 * forgotten. A call that takes longer than 30 s, or than the deadline of readings where that is
 * shorter, is interrupted, and the event is lost to this listener; with two threads that do not
 * return it is switched off.
 */
@FunctionalInterface
public interface ExamListener {
  /** An event was committed. */
  void onEvent(ExamEvent event);
}
