/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Query parameters, each at most once, empty ones as absent. A value that cannot be is a 400 that
 * names its parameter. Immutable.
 */
final class Parameters {
  private static final int MAX_LENGTH = 200;

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  static Parameters of(Map<String, Deque<String>> raw) {
    Map<String, String> values = new LinkedHashMap<>();
    raw.forEach(
        (name, given) -> {
          String first = given.peekFirst();
          if (first != null && !first.isBlank()) {
            values.put(name, given.size() == 1 ? first.strip() : repeated(name));
          }
        });
    return new Parameters(values);
  }

  private static String repeated(String name) {
    throw HttpException.badParameter(shortened(name), "given more than once");
  }

  /** A text without control characters, or null. */
  @Nullable String text(String name) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value.length() > MAX_LENGTH) {
      throw HttpException.badParameter(name, "longer than " + MAX_LENGTH + " characters");
    }
    if (value.codePoints().anyMatch(Character::isISOControl)) {
      throw HttpException.badParameter(name, "holds a control character");
    }
    return value;
  }

  /** A whole number in a range, or the default. */
  long number(String name, long low, long high, long otherwise) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    if (value.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= low && number <= high) {
        return number;
      }
    }
    throw HttpException.badParameter(
        name, "a whole number from " + low + " to " + high + " is expected");
  }

  /** Yes, no, or null for any. */
  @Nullable Boolean yesNo(String name) {
    String value = oneOf(name, List.of("any", "yes", "no"));
    if (value == null || value.equals("any")) {
      return null;
    }
    return value.equals("yes");
  }

  /** One of these words, or null. */
  @Nullable String oneOf(String name, List<String> words) {
    String value = text(name);
    if (value != null && !words.contains(value)) {
      throw HttpException.badParameter(name, "one of " + String.join(", ", words) + " is expected");
    }
    return value;
  }

  private static String shortened(String name) {
    String printable = name.replaceAll("[^\\w.-]", "?");
    return printable.substring(0, Math.min(40, printable.length()));
  }
}
