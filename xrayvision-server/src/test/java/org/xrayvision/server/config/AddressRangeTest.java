/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "192.0.2.7, ::ffff:192.0.2.7, true",
  })
  void aRangeContainsWhatSharesItsFirstBits(String range, String address, boolean contains) {
    assertThat(AddressRange.parse(range).contains(AddressRange.literal(address).orElseThrow()))
        .isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "192.0.2", "192.0.2.256", "192.0.2.7/33", "::/129"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "_hidden", "192.0.2.7:80", "[::1]", "a::b::c", "face", "1"})
  void whatCouldBeANameIsNoAddress(String text) {
    assertThat(AddressRange.literal(text)).isEmpty();
  }
}
