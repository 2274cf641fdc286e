/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

/**
 * Where a value comes from, as a person is told. Immutable.
 *
 * @param source a file's name, {@code environment variable X}, {@code option --x}, or {@code
 *     default}
 * @param line the line in the file, counted from 1; 0 where there are no lines
 */
record Origin(String source, int line) {
  static Origin of(String source) {
    return new Origin(source, 0);
  }

  /** For example {@code xrayvision.cfg:12}. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}
