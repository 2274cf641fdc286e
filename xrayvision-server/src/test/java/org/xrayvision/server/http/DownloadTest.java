/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DownloadTest {
  private static final RateFloor FLOOR = new RateFloor(1000, Duration.ofSeconds(10));

  private static String fetch(Download.Content content) throws Exception {
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(
                exchange ->
                    exchange.dispatch(
                        () -> Download.send(exchange, Duration.ofMinutes(1), FLOOR, content)))
            .build();
    server.start();
    try {
      InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
      URI uri = URI.create("http://127.0.0.1:" + address.getPort() + "/");
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    } finally {
      server.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void aTextThatCannotBeMadeToItsEndDoesNotLookWhole(int before) {
    assertThatThrownBy(
            () ->
                fetch(
                    out -> {
                      out.write("x".repeat(before));
                      throw new IllegalStateException("the database has gone");
                    }))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 1_000_000})
  void aWholeTextArrives(int length) throws Exception {
    assertThat(fetch(out -> out.write("x".repeat(length)))).hasSize(length);
  }
}
