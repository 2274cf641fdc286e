/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** What the text of a setting must be. */
public enum SettingType {
  /** Any text. */
  TEXT,
  /** A whole number. */
  INTEGER,
  /** A number with a decimal point. */
  DECIMAL,
  /** true, yes, on or 1; false, no, off or 0. */
  BOOLEAN,
  /** An absolute http or https address. */
  URL,
  /** Seconds, whole or with a decimal point. */
  DURATION,
  /** A path; a relative one is below the data directory. */
  PATH
}
