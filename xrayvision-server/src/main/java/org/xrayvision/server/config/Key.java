/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.Locale;

/**
 * One key that a configuration may hold. Immutable.
 *
 * @param name as it is written in documents; read without regard to case
 * @param defaultText what stands for a key that is not given
 * @param use whether anything listens to it yet, and whether its value may be shown
 */
record Key<T>(String section, String name, String defaultText, ValueForm<T> form, Use use) {
  /** What becomes of a key. */
  enum Use {
    /** It does what the shipped file says. */
    ACTIVE,
    /** As ACTIVE; its value is never shown. */
    SECRET,
    /** Read and checked, but the part that it belongs to is not there yet. */
    NOT_YET,
    /** As NOT_YET; its value is never shown. */
    SECRET_NOT_YET
  }

  private static final String PREFIX = "XRAYVISION_";

  static <T> Key<T> of(String section, String name, String defaultText, ValueForm<T> form) {
    return new Key<>(section, name, defaultText, form, Use.ACTIVE);
  }

  static <T> Key<T> notYet(String section, String name, String defaultText, ValueForm<T> form) {
    return new Key<>(section, name, defaultText, form, Use.NOT_YET);
  }

  Key<T> secret() {
    return new Key<>(
        section, name, defaultText, form, use == Use.NOT_YET ? Use.SECRET_NOT_YET : Use.SECRET);
  }

  /** How the reader spells it. */
  String key() {
    return name.toLowerCase(Locale.ROOT);
  }

  boolean isActive() {
    return use == Use.ACTIVE || use == Use.SECRET;
  }

  boolean isSecret() {
    return use == Use.SECRET || use == Use.SECRET_NOT_YET;
  }

  /** The environment variable that may hold it. */
  String environmentName() {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX) || upper.equals("OPENAI_API_KEY") ? upper : PREFIX + upper;
  }

  /** For example {@code [dicom] AE_TITLE}. */
  @Override
  public String toString() {
    return "[" + section + "] " + name;
  }
}
