/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address, or a network as {@code address/prefix}. Immutable.
 *
 * @param prefix how many bits of the address count
 */
public record AddressRange(InetAddress address, int prefix) {
  /** What can be no name, so that no name server is asked. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"
              + "|(?=.*:)[0-9A-Fa-f:.]{2,45}");

  /**
   * Reads {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static AddressRange parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address =
        literal(parts[0]).orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    int bits = address.getAddress().length * 8;
    int prefix = parts.length == 1 ? bits : Forms.integer(0, bits).parse(parts[1]);
    return new AddressRange(address, prefix);
  }

  /** The address that a text spells out; empty where it is none, or a name. */
  public static Optional<InetAddress> literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether the address is in the range. */
  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
