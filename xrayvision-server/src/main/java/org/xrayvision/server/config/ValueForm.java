/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

/** What the text of a value must look like, and what is made of it. Safe for threads. */
@FunctionalInterface
interface ValueForm<T> {
  /**
   * The value.
   *
   * @throws IllegalArgumentException whose message goes on from "must be", for example {@code a
   *     whole number in 1 to 64}
   */
  T parse(String text);
}
