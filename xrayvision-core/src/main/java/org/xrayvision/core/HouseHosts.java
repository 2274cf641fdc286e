/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells hosts that can only be in the house from those that may be anywhere, by their spelling: no
 * name server is asked. Stateless.
 */
final class HouseHosts {
  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|\\d?\\d)){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[?(?<address>[0-9a-f:.]{2,45})(%.*)?\\]?");

  /** 134744072 and 0x08080808 are spellings of 8.8.8.8. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  /** Names that no public name server answers for. */
  private static final List<String> PRIVATE =
      List.of(".localhost", ".local", ".lan", ".internal", ".home.arpa");

  private HouseHosts() {}

  static boolean contains(@Nullable String host) {
    if (host == null || host.isEmpty()) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (IPV4.matcher(name).matches()) {
      return isPrivate(name);
    }
    if (name.contains(":")) {
      var literal = IPV6.matcher(name);
      return literal.matches() && isPrivate(literal.group("address"));
    }
    return (!name.contains(".") && !NUMBER.matcher(name).matches())
        || PRIVATE.stream().anyMatch(name::endsWith);
  }

  private static boolean isPrivate(String literal) {
    try {
      InetAddress address = InetAddress.getByName(literal);
      byte[] bytes = address.getAddress();
      // RFC 4193: fc00::/7.
      boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || uniqueLocal;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
