/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.xrayvision.server.config.AddressRange;

/**
 * What is counted as one address. Who has one IPv6 address has a whole network of them (RFC 4291
 * §2.5.4), and would else come from a new one each time. Stateless.
 */
public final class AddressGroup {
  private static final int NETWORK_BYTES = 8;

  private AddressGroup() {}

  /** The address itself, or for IPv6 its first 64 bits. */
  public static String of(InetAddress address) {
    if (address instanceof Inet6Address && !address.isLoopbackAddress()) {
      byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
      return HexFormat.of().formatHex(network) + "/64";
    }
    return address.getHostAddress();
  }

  /** The same of a spelled-out address; any other text is itself. */
  public static String of(String address) {
    // A scope ("%eth0") is no part of what is compared.
    Optional<InetAddress> literal = AddressRange.literal(address.replaceFirst("%.*", ""));
    return literal.map(AddressGroup::of).orElse(address);
  }
}
