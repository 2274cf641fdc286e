/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNamesTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final HostNames names =
      new HostNames(
          Set.of("xrays.example"),
          () -> {
            asked.incrementAndGet();
            return Set.of("host7.spital.example");
          });

  @Test
  void theMachineIsAskedForItsNamesOnceAndOnlyWhereTheyMatter() {
    assertThat(names.isOurs("localhost:8000")).isTrue();
    assertThat(names.isOurs("xrays.example")).isTrue();
    assertThat(asked).hasValue(0);

    assertThat(names.isOurs("HOST7.spital.example:8000")).isTrue();
    assertThat(names.isOurs("host8.spital.example")).isFalse();
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "xrays.example.evil.example",
        "evilxrays.example",
        "localhost.evil.example",
        "1.2.3.4.evil.example",
        "1.2.3",
        "xrays.example@evil.example",
        "xrays.example:80:80",
        "[evil.example",
        "local.example",
      })
  void nothingElseIsOurs(String host) {
    assertThat(names.isOurs(host)).isFalse();
  }
}
