/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xrayvision.server.config.AddressRange;

final class ForwardingTest {
  private final Forwarding forwarding =
      new Forwarding(
          List.of(
              new AddressRange(address("172.16.0.0"), 12),
              new AddressRange(address("127.0.0.1"), 32)));

  @Test
  void whoIsNoProxyOfOursIsNotBelieved() {
    HttpServerExchange exchange = from("192.0.2.9", "198.51.100.1");
    exchange.getRequestHeaders().put(new HttpString("X-Forwarded-Host"), "evil.example");

    assertThat(forwarding.client(exchange)).isEqualTo("192.0.2.9");
    assertThat(forwarding.hosts(exchange)).containsExactly("ours:8000");
  }

  @Test
  void aNamedProxyIsBelievedAndSoIsOneBehindAnother() {
    assertThat(forwarding.client(from("172.18.0.2", "198.51.100.1"))).isEqualTo("198.51.100.1");
    assertThat(forwarding.client(from("127.0.0.1", "x, 198.51.100.1, 172.18.0.2")))
        .isEqualTo("198.51.100.1");
    assertThat(forwarding.client(from("127.0.0.1", "198.51.100.1", "198.51.100.2")))
        .isEqualTo("198.51.100.2");
  }

  @Test
  void whatIsNoAddressLeavesTheOneThatIsKnown() {
    assertThat(forwarding.client(from("127.0.0.1"))).isEqualTo("127.0.0.1");
    assertThat(forwarding.client(from("127.0.0.1", ""))).isEqualTo("127.0.0.1");
    assertThat(forwarding.client(from("127.0.0.1", "198.51.100.1, unknown")))
        .isEqualTo("127.0.0.1");
  }

  private static HttpServerExchange from(String peer, String... forwardedFor) {
    HttpServerExchange exchange = new HttpServerExchange(null);
    exchange.setSourceAddress(new InetSocketAddress(address(peer), 40_000));
    exchange.getRequestHeaders().put(Headers.HOST, "ours:8000");
    for (String line : forwardedFor) {
      exchange.getRequestHeaders().add(Headers.X_FORWARDED_FOR, line);
    }
    return exchange;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
