/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import org.jspecify.annotations.Nullable;

/**
 * One key as it was loaded, for an admin to see. Immutable.
 *
 * @param value null where it is not shown, or where there is none
 * @param secret whether it is never shown
 * @param given whether there is a value at all
 * @param from where it comes from
 * @param source the file, the environment variable or the option; null for a default
 * @param line in the file, counted from 1; 0 where there is none
 * @param note what is odd about it, or null
 */
public record ConfigurationEntry(
    String section,
    String key,
    @Nullable String value,
    boolean secret,
    boolean given,
    From from,
    @Nullable String source,
    int line,
    @Nullable Note note) {
  /** The layer that a value comes from. */
  public enum From {
    /** Nobody has set it. */
    DEFAULT,
    /** The file that comes with the program. */
    SHIPPED,
    /** A file of the site's. */
    FILE,
    /** An environment variable. */
    ENVIRONMENT,
    /** The command line. */
    OPTION
  }

  /** What a person should look at. */
  public enum Note {
    /** Nobody reads it: a misspelt key, or a section of no meaning. */
    NOT_USED,
    /** A supported region that no keyword leads to. */
    NO_RULE
  }
}
