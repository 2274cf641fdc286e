/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xrayvision.server.config.AddressRange;

/**
 * What a request was before a proxy passed it on: who sent it, and to which host. Only a proxy on
 * this machine, or one that is named in the configuration, is believed. Immutable.
 */
final class Forwarding {
  private final List<AddressRange> trusted;

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
    for (String entry : chain) {
      Optional<InetAddress> before = AddressRange.literal(entry);
      if (!isTrusted(client) || before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return client;
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

  /** Whether a proxy speaks from there that is believed. */
  boolean isTrusted(InetAddress address) {
    return address.isLoopbackAddress()
        || trusted.stream().anyMatch(range -> range.contains(address));
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
