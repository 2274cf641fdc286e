/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What must not be told of the exams that a plugin has in hand, so that its logger can blank it
 * whatever thread of the plugin's speaks. Safe for threads.
 */
public final class ExamsInHand {
  private final Set<Handle> inHand = ConcurrentHashMap.newKeySet();

  /** One exam in hand, until it is closed. */
  public final class Handle {
    private final UnaryOperator<String> blank;

    private Handle(UnaryOperator<String> blank) {
      this.blank = blank;
    }

    /** The plugin has answered. */
    public void close() {
      inHand.remove(this);
    }
  }

  /**
   * An exam is handed over.
   *
   * @param blank takes its identifiers out of a text
   */
  public Handle take(UnaryOperator<String> blank) {
    Handle handle = new Handle(blank);
    inHand.add(handle);
    return handle;
  }

  /** A text without the identifiers of all of them. */
  public String blank(String text) {
    String blanked = text;
    for (Handle handle : inHand) {
      blanked = handle.blank.apply(blanked);
    }
    return blanked;
  }
}
