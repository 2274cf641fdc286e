package org.xrayvision.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.xrayvision.dicom.data.SpecificCharacterSet;

/** The forms of values. */
final class Forms {
  private static final List<String> TRUE = List.of("true", "yes", "on", "1");
  private static final List<String> FALSE = List.of("false", "no", "off", "0");

  private Forms() {}

  static ValueForm<String> text() {
    return text -> text;
  }

  static ValueForm<String> name() {
    return text -> {
      check(!text.isBlank() && text.chars().noneMatch(Character::isISOControl), "a name");
      return text;
    };
  }

  /** As configparser's getboolean. */
  static ValueForm<Boolean> bool() {
    return text -> {
      String lower = text.toLowerCase(Locale.ROOT);
      check(
          TRUE.contains(lower) || FALSE.contains(lower), "yes or no (true, false, on, off, 1, 0)");
      return TRUE.contains(lower);
    };
  }

  static ValueForm<Integer> integer(int least, int most) {
    return text -> {
      String must = "a whole number in " + least + " to " + most;
      try {
        int value = Integer.parseInt(text);
        check(value >= least && value <= most, must);
        return value;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(must, e);
      }
    };
  }

  static ValueForm<Duration> seconds(int least, int most) {
    return text -> Duration.ofSeconds(integer(least, most).parse(text));
  }

  static ValueForm<OptionalInt> optionalInteger(int least, int most) {
    return text ->
        text.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(orEmpty(() -> integer(least, most).parse(text)));
  }

  static ValueForm<OptionalDouble> optionalDecimal(double least, double most) {
    return text -> {
      if (text.isEmpty()) {
        return OptionalDouble.empty();
      }
      String must = "empty or a number in " + least + " to " + most;
      try {
        double value = Double.parseDouble(text);
        check(value >= least && value <= most, must);
        return OptionalDouble.of(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(must, e);
      }
    };
  }

  static ValueForm<String> oneOf(String... words) {
    List<String> allowed = List.of(words);
    return text -> {
      String upper = text.toUpperCase(Locale.ROOT);
      check(allowed.contains(upper), "one of " + String.join(", ", allowed));
      return upper;
    };
  }

  /** Words between commas, upper-cased: DICOM's CS values. */
  static ValueForm<Set<String>> codes() {
    return text -> {
      Set<String> codes = new LinkedHashSet<>();
      for (String word : list(text)) {
        String code = word.toUpperCase(Locale.ROOT);
        check(code.matches("[A-Z0-9 _]{1,16}"), "a list like \"CR, DX\"");
        codes.add(code);
      }
      check(!codes.isEmpty(), "a list like \"CR, DX\"");
      return Set.copyOf(codes);
    };
  }

  /** PS3.5 §6.2, VR AE. */
  static ValueForm<String> aeTitle() {
    return text -> {
      boolean printable = text.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
      check(
          !text.isBlank() && text.length() <= 16 && printable,
          "1 to 16 printable ASCII characters without backslash");
      return text;
    };
  }

  static ValueForm<ZoneId> zone() {
    return text -> {
      try {
        return text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("a time zone like Europe/Bucharest, or empty", e);
      }
    };
  }

  /** Empty means all interfaces. */
  static ValueForm<Optional<InetAddress>> bindAddress() {
    return text -> {
      if (text.isEmpty() || text.equals("*")) {
        return Optional.empty();
      }
      try {
        return Optional.of(InetAddress.getByName(text));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(
            "an address of this machine, or empty for all interfaces", e);
      }
    };
  }

  /** An http or https address without user and password in it; empty means none. */
  static ValueForm<Optional<URI>> url() {
    return text -> {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      String must = "empty or an address like http://127.0.0.1:8080/path, without user or password";
      try {
        URI uri = new URI(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        check(scheme.equals("http") || scheme.equals("https"), must);
        check(uri.getHost() != null && uri.getRawUserInfo() == null, must);
        return Optional.of(uri);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(must, e);
      }
    };
  }

  /** What stands between commas and line ends, stripped, without empty parts. */
  static List<String> list(String text) {
    return Arrays.stream(text.split("[,\n]"))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** A defined term of PS3.3 C.12.1.1.2 or the name of a Java charset. */
  static ValueForm<String> characterSet() {
    return text -> {
      check(
          SpecificCharacterSet.ofName(text).isKnown(),
          "a character set like ISO_IR 192, ISO_IR 101 or windows-1250");
      return text;
    };
  }

  private static void check(boolean condition, String must) {
    if (!condition) {
      throw new IllegalArgumentException(must);
    }
  }

  private static <T> T orEmpty(Supplier<T> form) {
    try {
      return form.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("empty or " + e.getMessage(), e);
    }
  }
}
