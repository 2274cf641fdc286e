/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.dicom.data.SpecificCharacterSet;

/** The forms of values. */
final class Forms {
  private static final List<String> TRUE = List.of("true", "yes", "on", "1");
  private static final List<String> FALSE = List.of("false", "no", "off", "0");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

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

  static ValueForm<Duration> minutes(int least, int most) {
    return text -> Duration.ofMinutes(integer(least, most).parse(text));
  }

  static ValueForm<Duration> hours(int least, int most) {
    return text -> Duration.ofHours(integer(least, most).parse(text));
  }

  /** What an empty value stands for, and the form of all others. */
  static <T> ValueForm<T> orEmpty(T empty, ValueForm<T> form) {
    return text -> text.isEmpty() ? empty : form.parse(text);
  }

  /** {@code host:port}, {@code [address]:port} for IPv6; the host is not looked up yet. */
  static ValueForm<InetSocketAddress> hostAndPort() {
    return text -> {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon);
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      String bare = bracketed ? host.substring(1, host.length() - 1) : host;
      check(
          bare.matches(bracketed ? "[0-9A-Fa-f:.]+" : "[A-Za-z0-9_.-]{1,255}"),
          "host:port, or [address]:port for IPv6");
      return InetSocketAddress.createUnresolved(
          bare, integer(1, 65_535).parse(text.substring(colon + 1)));
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

  /** A name or an address of a machine; whether there is one is found out when it is called. */
  static ValueForm<String> host() {
    return text -> {
      check(
          text.matches("[A-Za-z0-9_.:-]{1,253}"),
          "a name or an address like 192.0.2.8, without a port");
      return text;
    };
  }

  /** Names between commas, {@code *.} at the beginning for all below, {@code *} for all. */
  static ValueForm<Set<String>> hostNames() {
    return text -> {
      Set<String> names = new LinkedHashSet<>();
      for (String word : list(text)) {
        String must =
            "empty, * or a list of names like \"xrays.spital.ro, *.clinica.ro\", without ports";
        String name = ascii(word, must).toLowerCase(Locale.ROOT);
        check(name.matches("\\*|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*"), must);
        names.add(name);
      }
      return Set.copyOf(names);
    };
  }

  /** As browsers write a name that is not of ASCII alone. */
  private static String ascii(String name, String must) {
    try {
      return IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(must, e);
    }
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

  /** Addresses and networks between commas; empty for none. */
  static ValueForm<List<AddressRange>> addressRanges() {
    return text -> {
      try {
        return list(text).stream().map(AddressRange::parse).toList();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "empty or a list of addresses and networks like \"192.0.2.7, 172.16.0.0/12\"", e);
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

  /** {@code 22:00-06:30}; empty for none. */
  static ValueForm<Optional<AlertOptions.QuietHours>> quietHours() {
    return text -> {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      String[] times = text.split("-", -1);
      try {
        if (times.length == 2) {
          return Optional.of(
              new AlertOptions.QuietHours(
                  LocalTime.parse(times[0].strip()), LocalTime.parse(times[1].strip())));
        }
      } catch (DateTimeException | IllegalArgumentException e) {
        // Said below.
      }
      throw new IllegalArgumentException("empty or hours of the day like 22:00-06:30");
    };
  }

  /** {@code chest 4, hand 7}: regions, each with a severity; empty for none. */
  static ValueForm<Map<String, Integer>> thresholds() {
    return text -> {
      Map<String, Integer> thresholds = new LinkedHashMap<>();
      for (String one : list(text)) {
        String must =
            "a list like \"chest 4, hand 11\", with severities of 1 to 10, or 11 for never";
        check(one.matches("\\S+ [0-9]{1,2}"), must);
        String[] parts = one.split(" ", 2);
        int least = Integer.parseInt(parts[1]);
        check(least >= 1 && least <= 11, must);
        check(
            thresholds.put(parts[0].toLowerCase(Locale.ROOT), least) == null, "regions, each once");
      }
      return thresholds;
    };
  }

  /** What stands between commas, without empty parts; a line end is a space. */
  static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(word -> word.strip().replaceAll("\\s+", " "))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Names between commas, each once; empty for none. */
  static ValueForm<List<String>> names() {
    return text -> {
      List<String> names = list(text);
      check(names.size() == new LinkedHashSet<>(names).size(), "names, each once");
      return names;
    };
  }

  /** A JSON object, as its members' names and their values in JSON; empty for none. */
  static ValueForm<Map<String, String>> jsonObject() {
    return text -> {
      Map<String, String> members = new LinkedHashMap<>();
      if (text.isEmpty()) {
        return members;
      }
      String must = "empty or a JSON object like {\"temperature\": 0.1, \"top_k\": 40}";
      try {
        JsonNode object = JSON.readTree(text);
        check(object.isObject(), must);
        object.properties().forEach(member -> members.put(member.getKey(), "" + member.getValue()));
        return members;
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(must, e);
      }
    };
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
}
