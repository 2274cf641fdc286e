/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.AddressRange;

/**
 * By which names browsers may ask for us. A name that its owner lets point to this machine for a
 * moment (DNS rebinding) makes his page one of ours to the browser; that takes a name of the public
 * DNS, so addresses, names without a dot and names of private networks are always ours. Others are
 * if the configuration or this machine names them. Safe for threads.
 */
final class HostNames {
  private static final String ANY = "*";

  /** What nobody can have in the public DNS: RFC 6761, 6762, 8375, and what ICANN keeps back. */
  private static final List<String> PRIVATE =
      List.of(".localhost", ".local", ".internal", ".home.arpa", ".corp", ".home");

  private final Set<String> named;
  private final Supplier<Set<String>> machine;
  private @Nullable Set<String> own;

  HostNames(Set<String> named) {
    this(named, HostNames::ofThisMachine);
  }

  /**
   * Names.
   *
   * @param named in lower case; {@code *.spital.ro} for all below it, {@code *} for all there are
   * @param machine how this machine is called; asked once, when it is first needed, and may block
   */
  HostNames(Set<String> named, Supplier<Set<String>> machine) {
    this.named = Set.copyOf(named);
    this.machine = machine;
  }

  /** Whether we are called so, by what a Host header says: a name or an address, and a port. */
  boolean isOurs(String host) {
    String name = name(host);
    return name.indexOf('.') < 0
        || AddressRange.literal(name).isPresent()
        || PRIVATE.stream().anyMatch(name::endsWith)
        || isNamed(name)
        || own().contains(name);
  }

  /** The name or address alone, as names are compared. */
  static String name(String host) {
    String folded = host.strip().toLowerCase(Locale.ROOT);
    if (folded.startsWith("[")) {
      int end = folded.indexOf(']');
      return end < 0 ? folded : folded.substring(1, end);
    }
    String name = folded.replaceFirst(":[0-9]*$", "");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private boolean isNamed(String name) {
    return named.contains(name)
        || named.contains(ANY)
        || named.stream().anyMatch(one -> one.startsWith("*.") && name.endsWith(one.substring(1)));
  }

  private synchronized Set<String> own() {
    if (own == null) {
      own = Set.copyOf(machine.get());
    }
    return own;
  }

  private static Set<String> ofThisMachine() {
    try {
      InetAddress here = InetAddress.getLocalHost();
      return Stream.of(here.getHostName(), here.getCanonicalHostName())
          .map(HostNames::name)
          .collect(Collectors.toSet());
    } catch (UnknownHostException e) {
      return Set.of(); // it has no name that could be looked up
    }
  }
}
