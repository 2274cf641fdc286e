/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Locale;
import java.util.Objects;

/**
 * What a plugin is named for. Immutable.
 *
 * @param part what it does beside others of its kind
 * @param number its place among those of its part, from 1
 */
public record PluginRole(Part part, int number) {
  /** What a plugin does beside others of its kind. */
  public enum Part {
    /** Is asked first. */
    PRIMARY,
    /** Is asked when those before it are down. */
    FALLBACK,
    /** Looks at what is done; its answers count nowhere. */
    SHADOW,
    /** Is told what happens, beside all others. */
    LISTENER,
    /** Is told what nobody has acknowledged, beside all others. */
    ESCALATION
  }

  /** Checks the number. */
  public PluginRole {
    Objects.requireNonNull(part, "part");
    if (number < 1) {
      throw new IllegalArgumentException("number must be 1 or more, not " + number);
    }
  }

  /** The role of what stands at a place, from 0, in an order of preference. */
  static PluginRole inOrder(int place) {
    return place == 0 ? new PluginRole(Part.PRIMARY, 1) : new PluginRole(Part.FALLBACK, place);
  }

  /** The role as people read it: {@code primary}, {@code fallback 1}. */
  public String words() {
    String word = part.name().toLowerCase(Locale.ROOT);
    return part == Part.PRIMARY ? word : word + " " + number;
  }
}
