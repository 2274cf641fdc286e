/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xrayvision.server.config.AddressRange;
import org.xrayvision.server.logging.RateGate;

/**
 * What a request was before a proxy passed it on: who sent it, and to which host. Only a proxy that
 * the configuration names is believed; one on this machine is named there unless somebody took it
 * out. Safe for threads.
 */
final class Forwarding {
  private static final Logger LOGGER = System.getLogger(Forwarding.class.getName());
  private static final int MOST_IN_A_MINUTE = 10;

  private final List<AddressRange> trusted;
  private final RateGate told =
      new RateGate(Clock.systemUTC(), Duration.ofHours(24), MOST_IN_A_MINUTE);

  Forwarding(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /**
   * The address of who asks, without a port. Each proxy adds to the end of X-Forwarded-For whom it
   * heard, so that it is read from there, up to the first who is no proxy of ours; what stands
   * before that anybody may have written.
   */
  String client(HttpServerExchange exchange) {
    return clientAddress(exchange).getHostAddress();
  }

  /** The same as an address. */
  InetAddress clientAddress(HttpServerExchange exchange) {
    InetAddress client = peer(exchange);
    List<String> chain = entries(exchange, "X-Forwarded-For");
    Collections.reverse(chain);
    if (!chain.isEmpty() && !isTrusted(client)) {
      tell(client);
    }
    for (String entry : chain) {
      Optional<InetAddress> before = AddressRange.literal(entry);
      if (!isTrusted(client) || before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return client;
  }

  /** A proxy that is not believed is one address to all limits; who runs it is to know why. */
  private void tell(InetAddress peer) {
    String address = peer.getHostAddress();
    if (told.passes(address)) {
      LOGGER.log(
          Level.WARNING,
          "X-Forwarded-For of "
              + address
              + " is not believed: if a proxy of yours is there, add it to [dashboard]"
              + " trusted_proxies and restart");
    }
  }

  /** By which names the host may have been asked: what the request says, and what a proxy adds. */
  List<String> hosts(HttpServerExchange exchange) {
    List<String> hosts = new ArrayList<>();
    Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.HOST)).ifPresent(hosts::add);
    if (isTrusted(peer(exchange))) {
      List<String> forwarded = entries(exchange, "X-Forwarded-Host");
      if (!forwarded.isEmpty()) {
        hosts.add(forwarded.get(forwarded.size() - 1));
      }
    }
    return hosts;
  }

  /** Whether the browser sees TLS; who lies about it harms only his own cookie. */
  static boolean isSecure(HttpServerExchange exchange) {
    List<String> protocols = entries(exchange, "X-Forwarded-Proto");
    return exchange.isSecure()
        || (!protocols.isEmpty() && protocols.get(protocols.size() - 1).equalsIgnoreCase("https"));
  }

  /** Whether the browser sees TLS for sure, by the connection or by the word of a proxy of ours. */
  boolean isEncrypted(HttpServerExchange exchange) {
    return exchange.isSecure() || (isTrusted(peer(exchange)) && isSecure(exchange));
  }

  /** Whether a proxy speaks from there that is believed. */
  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private static InetAddress peer(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress();
  }

  /** A header that may stand several times, and be a list each time; in order, changeable. */
  private static List<String> entries(HttpServerExchange exchange, String header) {
    HeaderMap headers = exchange.getRequestHeaders();
    List<String> entries = new ArrayList<>();
    if (headers.contains(header)) {
      headers.get(header).stream()
          .flatMap(line -> Stream.of(line.split(",")))
          .map(String::strip)
          .forEach(entries::add);
    }
    return entries;
  }
}
