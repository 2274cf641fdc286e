/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.core.PluginUse.Reach;

class HouseHostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.9.9",
        "192.168.1.7", "169.254.3.4", "0.0.0.0", "[::1]", "[fe80::1]", "[fd12:3456::1]", "gpu1",
        "gpu-1", "gpu.local", "gpu.Lan", "a.b.internal", "x.home.arpa", "model.local."
      })
  void inTheHouse(String host) {
    assertThat(Reach.of(URI.create("http://" + host + ":8080/v1"))).isEqualTo(Reach.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example.com",
        "8.8.8.8",
        "172.32.0.1",
        "192.169.0.1",
        "[2001:db8::1]",
        "[::ffff:8.8.8.8]",
        "134744072",
        "0x08080808",
        "10.example.com",
        "127.0.0.1.example.com",
        "local.example",
        "notlocal.com"
      })
  void perhapsOutside(String host) {
    assertThat(Reach.of(URI.create("https://" + host + "/v1"))).isEqualTo(Reach.EXTERNAL);
  }
}
