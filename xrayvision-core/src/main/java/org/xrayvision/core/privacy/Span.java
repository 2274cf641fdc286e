/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

/** A place in a text as written that tells who somebody is. Immutable. */
record Span(int from, int to, String mark) {
  static final String NAME = "[name]";
  static final String ID = "[id]";
  static final String DATE = "[date]";
  static final String PHONE = "[phone]";
  static final String EMAIL = "[email]";
}
