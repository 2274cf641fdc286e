/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the bytes of an element to what they mean (PS3.5 §6.2). */
final class Values {
  private static final Pattern DATE =
      Pattern.compile("(\\d{4})(?:(\\d{2})(\\d{2})|\\.(\\d{2})\\.(\\d{2}))(.*)");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,9}))?)?)?(?:[+-]\\d{4})?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,20}(?:\\.0*)?");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:\\d{1,40}\\.?\\d{0,40}|\\.\\d{1,40})(?:[eE][+-]?\\d{1,4})?");

  /** The longest list that an X-ray has is a lookup table of 16 bits. */
  static final int MAX_VALUES = 65_536;

  private Values() {}

  /** The first value, empty if there is none; the others cost nothing. */
  static String first(Element element, SpecificCharacterSet characterSet) {
    VR vr = element.effectiveVR();
    if (!vr.isText()) {
      List<String> values = numbers(element, vr, 1);
      return values.isEmpty() ? "" : values.get(0);
    }
    String text = text(element, characterSet);
    int end = vr.isMultiValuedText() ? text.indexOf('\\') : -1;
    return trim(end < 0 ? text : text.substring(0, end));
  }

  static List<String> strings(Element element, SpecificCharacterSet characterSet) {
    VR vr = element.effectiveVR();
    if (!vr.isText()) {
      return numbers(element, vr, MAX_VALUES);
    }
    String text = text(element, characterSet);
    if (text.isEmpty()) {
      return List.of();
    }
    return vr.isMultiValuedText() ? split(text, MAX_VALUES) : List.of(trim(text));
  }

  static String text(Element element, SpecificCharacterSet characterSet) {
    VR vr = element.effectiveVR();
    byte[] raw = element.raw();
    return trimEnd(
        vr.usesCharacterSet()
            ? characterSet.decode(raw, vr)
            : new String(raw, StandardCharsets.ISO_8859_1));
  }

  /** The values between backslashes, without the spaces around them; those beyond are left out. */
  static List<String> split(String text, int most) {
    List<String> values = new ArrayList<>(2);
    int start = 0;
    while (start <= text.length() && values.size() < most) {
      int at = text.indexOf('\\', start);
      int end = at < 0 ? text.length() : at;
      values.add(trim(text.substring(start, end)));
      start = end + 1;
    }
    return values;
  }

  static OptionalInt integer(Element element, SpecificCharacterSet characterSet) {
    if (element.effectiveVR().isText()) {
      return wholeNumber(first(element, characterSet));
    }
    int[] values = words(element, 1);
    return values.length == 0 ? OptionalInt.empty() : OptionalInt.of(values[0]);
  }

  static int[] integers(Element element, SpecificCharacterSet characterSet) {
    if (!element.effectiveVR().isText()) {
      return words(element, Integer.MAX_VALUE);
    }
    List<String> values = withoutEmptyEnd(strings(element, characterSet));
    int[] numbers = new int[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      OptionalInt number = wholeNumber(values.get(i));
      if (number.isEmpty()) {
        return new int[0];
      }
      numbers[i] = number.getAsInt();
    }
    return numbers;
  }

  static double[] decimals(Element element, SpecificCharacterSet characterSet) {
    List<String> values = withoutEmptyEnd(strings(element, characterSet));
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = decimal(values.get(i));
    }
    return numbers;
  }

  static OptionalDouble firstDecimal(Element element, SpecificCharacterSet characterSet) {
    double value = decimal(first(element, characterSet));
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  static Optional<LocalDate> date(String text) {
    Matcher matcher = DATE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean dots = matcher.group(2) == null;
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(dots ? 4 : 2)),
              Integer.parseInt(matcher.group(dots ? 5 : 3))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<LocalTime> time(String text) {
    Matcher matcher = TIME.matcher(isDateTime(text) ? text.substring(8) : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String fraction = matcher.group(4) == null ? "" : matcher.group(4);
    int second = number(matcher.group(3));
    try {
      return Optional.of(
          LocalTime.of(
              number(matcher.group(1)),
              number(matcher.group(2)),
              second == 60 ? 59 : second,
              Integer.parseInt((fraction + "000000000").substring(0, 9))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isDateTime(String text) {
    return text.length() > 8 && text.chars().limit(9).allMatch(c -> c >= '0' && c <= '9');
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static OptionalInt wholeNumber(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return OptionalInt.empty();
    }
    double value = Double.parseDouble(text);
    return value == (int) value ? OptionalInt.of((int) value) : OptionalInt.empty();
  }

  private static double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** Up to {@code limit} binary numbers; none if one of them is out of the range of an int. */
  private static int[] words(Element element, int limit) {
    VR vr = element.effectiveVR();
    byte[] raw = element.raw();
    int size = vr.wordSize();
    int[] words = new int[Math.min(limit, raw.length / size)];
    ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < words.length; i++) {
      long value = word(buffer, i * size, vr);
      if (value != (int) value) {
        return new int[0];
      }
      words[i] = (int) value;
    }
    return words;
  }

  private static long word(ByteBuffer buffer, int at, VR vr) {
    return switch (vr) {
      case OB, UN -> buffer.get(at) & 0xFF;
      case US, OW -> buffer.getShort(at) & 0xFFFF;
      case SS -> buffer.getShort(at);
      case UL, OL -> buffer.getInt(at) & 0xFFFFFFFFL;
      case SL -> buffer.getInt(at);
      case SV -> buffer.getLong(at);
      case UV, OV -> {
        long value = buffer.getLong(at);
        yield value < 0 ? Long.MAX_VALUE : value;
      }
      default -> Long.MAX_VALUE; // AT, FL, FD and their like are no whole numbers
    };
  }

  private static List<String> numbers(Element element, VR vr, int most) {
    byte[] raw = element.raw();
    if (!vr.isNumber() && vr != VR.OF && vr != VR.OD) {
      return vr == VR.OW || vr == VR.OL
          ? Arrays.stream(words(element, most)).mapToObj(Integer::toString).toList()
          : List.of();
    }
    ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    int size = vr == VR.AT ? 4 : vr.wordSize();
    List<String> values = new ArrayList<>();
    for (int at = 0; at + size <= raw.length && values.size() < most; at += size) {
      values.add(number(buffer, at, vr));
    }
    return values;
  }

  private static String number(ByteBuffer buffer, int at, VR vr) {
    return switch (vr) {
      case FL, OF -> Float.toString(buffer.getFloat(at));
      case FD, OD -> Double.toString(buffer.getDouble(at));
      case AT ->
          String.format(Locale.ROOT, "%04X%04X", buffer.getShort(at), buffer.getShort(at + 2));
      case UV -> Long.toUnsignedString(buffer.getLong(at));
      default -> Long.toString(word(buffer, at, vr));
    };
  }

  private static List<String> withoutEmptyEnd(List<String> values) {
    int end = values.size();
    while (end > 0 && values.get(end - 1).isEmpty()) {
      end--;
    }
    return values.subList(0, end);
  }

  private static String trim(String text) {
    String start = trimEnd(text);
    int from = 0;
    while (from < start.length() && start.charAt(from) == ' ') {
      from++;
    }
    return start.substring(from);
  }

  private static String trimEnd(String text) {
    return UIDs.trim(text);
  }
}
