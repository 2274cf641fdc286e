/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.UIDs;

/**
 * What is wrong with the values of an {@link ExamMetadata}, by the VRs that they become (PS3.5
 * §6.2). Names the fields and never their values, which are a patient's. Not safe for threads.
 */
final class MetadataErrors {
  private static final int MAX_TEXT = 64;
  private static final int MAX_GROUPS = 3;
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_ ]{1,16}");
  private static final Pattern LATERALITY = Pattern.compile("[LRBU]");

  private final List<String> errors = new ArrayList<>();

  void add(String error) {
    errors.add(error);
  }

  void uid(String what, @Nullable String value) {
    if (value != null && !UIDs.isValid(value)) {
      add(what + " is not 1 to 64 digits and single dots");
    }
  }

  void code(String what, @Nullable String value) {
    if (value != null && !CODE.matcher(value).matches()) {
      add(what + " is not 1 to 16 capital letters, digits, spaces and underscores");
    }
  }

  void laterality(String what, @Nullable String value) {
    if (value != null && !LATERALITY.matcher(value).matches()) {
      add(what + " is not L, R, B or U");
    }
  }

  void text(String what, @Nullable String value) {
    if (value != null) {
      characters(what, value);
      length(what, value);
    }
  }

  /** Up to three component groups, each with a length of its own. */
  void name(String what, @Nullable String value) {
    if (value == null) {
      return;
    }
    characters(what, value);
    String[] groups = value.split("=", -1);
    if (groups.length > MAX_GROUPS) {
      add(what + " has more than three component groups");
    }
    for (String group : groups) {
      if (group.codePointCount(0, group.length()) > MAX_TEXT) {
        add(what + " is longer than 64 characters");
        return;
      }
    }
  }

  void date(String what, @Nullable LocalDate value, LocalDate first, LocalDate last) {
    if (value != null && (value.isBefore(first) || value.isAfter(last))) {
      add(what + " is not between " + first + " and " + last);
    }
  }

  private void length(String what, String value) {
    if (value.codePointCount(0, value.length()) > MAX_TEXT) {
      add(what + " is longer than 64 characters");
    }
  }

  /** A backslash would make two values of one. */
  private void characters(String what, String value) {
    if (value.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) {
      add(what + " has a backslash or a control character");
    }
  }

  void check() {
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "the metadata cannot be used: " + String.join("; ", errors));
    }
  }
}
