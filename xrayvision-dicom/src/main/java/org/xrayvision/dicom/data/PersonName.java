/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A value of VR PN: three component groups of five components (PS3.5 §6.2.1).
 *
 * <p>Immutable and safe for threads. A group that is absent is the empty string; trailing spaces
 * and carets are removed.
 *
 * @param alphabetic the first component group, {@code family^given^middle^prefix^suffix}
 * @param ideographic the second
 * @param phonetic the third
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {
  private static final int MAX_GROUPS = 3;
  private static final int MAX_COMPONENTS = 5;

  public PersonName {
    alphabetic = trimGroup(alphabetic);
    ideographic = trimGroup(ideographic);
    phonetic = trimGroup(phonetic);
  }

  /** A name from one value of VR PN; groups beyond the third are dropped. */
  public static PersonName parse(String value) {
    List<String> groups = split(value, '=', MAX_GROUPS);
    return new PersonName(
        groups.get(0),
        groups.size() > 1 ? groups.get(1) : "",
        groups.size() >= MAX_GROUPS ? groups.get(2) : "");
  }

  /** The family name of the first group that is not empty. */
  public String familyName() {
    return component(0);
  }

  /** The given name of the first group that is not empty. */
  public String givenName() {
    return component(1);
  }

  /** The middle name of the first group that is not empty. */
  public String middleName() {
    return component(2);
  }

  /** The prefix (Dr.) of the first group that is not empty. */
  public String prefix() {
    return component(3);
  }

  /** The suffix (Jr.) of the first group that is not empty. */
  public String suffix() {
    return component(4);
  }

  /** The name as people write it: prefix, given, middle, family name, suffix, one space between. */
  public String display() {
    return Stream.of(prefix(), givenName(), middleName(), familyName(), suffix())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Whether no group holds anything. */
  public boolean isEmpty() {
    return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
  }

  /** The value as it stands in a data set. */
  public String toDicom() {
    if (!phonetic.isEmpty()) {
      return alphabetic + '=' + ideographic + '=' + phonetic;
    }
    return ideographic.isEmpty() ? alphabetic : alphabetic + '=' + ideographic;
  }

  private String component(int index) {
    String group =
        alphabetic.isEmpty() ? (ideographic.isEmpty() ? phonetic : ideographic) : alphabetic;
    List<String> components = split(group, '^', MAX_COMPONENTS);
    return index < components.size() ? components.get(index).strip() : "";
  }

  private static String trimGroup(String group) {
    int end = group.length();
    while (end > 0
        && (group.charAt(end - 1) == ' '
            || group.charAt(end - 1) == '^'
            || group.charAt(end - 1) == 0)) {
      end--;
    }
    return group.substring(0, end).stripLeading();
  }

  /** The parts; those beyond are left out. */
  private static List<String> split(String value, char separator, int most) {
    List<String> parts = new ArrayList<>(most);
    int start = 0;
    while (start <= value.length() && parts.size() < most) {
      int at = value.indexOf(separator, start);
      int end = at < 0 ? value.length() : at;
      parts.add(value.substring(start, end));
      start = end + 1;
    }
    return parts;
  }
}
