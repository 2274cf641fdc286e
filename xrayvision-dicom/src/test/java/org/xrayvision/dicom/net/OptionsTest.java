/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void everythingWrongWithAnAcceptorIsToldAtOnce() {
    AcceptorOptions.Builder builder =
        AcceptorOptions.builder()
            .aeTitle("seventeen letters")
            .port(70000)
            .maxPduLength(100)
            .maxAssociations(0)
            .idleTimeout(Duration.ZERO)
            .callingAETitles(List.of("a\\b"))
            .transferSyntaxUids(List.of("1..2"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "aeTitle \"seventeen letters\"",
            "port 70000",
            "maxPduLength 100",
            "maxAssociations 0",
            "idleTimeout PT0S",
            "callingAETitles \"a\\b\"",
            "storageSopClassUids must name at least one",
            "transferSyntaxUids \"1..2\"");
  }

  @Test
  void everythingWrongWithARequestorIsToldAtOnce() {
    RequestorOptions.Builder builder =
        RequestorOptions.builder().contexts(List.of(ProposedContext.of("1.2")));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "calledAETitle \"\"", "host must be given", "port -1", "1.2 has no transfer syntax");
  }

  @Test
  void optionsDoNotChangeWithTheirBuilder() {
    AcceptorOptions.Builder builder =
        AcceptorOptions.builder().aeTitle(" ONE ").storageSopClassUids(Set.of("1.2"));
    AcceptorOptions options = builder.build();
    builder.aeTitle("TWO").storageSopClassUids(Set.of("1.3"));
    assertThat(options.aeTitle()).isEqualTo("ONE");
    assertThat(options.storageSopClassUids()).containsExactly("1.2");
    assertThat(options.maxPduLength()).isEqualTo(262144);
  }

  @Test
  void statusKnowsSuccessWarningAndFailure() {
    assertThat(new Status(0x0000).isSuccess()).isTrue();
    assertThat(new Status(0xB006).isWarning()).isTrue();
    assertThat(new Status(0xB006).isFailure()).isFalse();
    assertThat(new Status(0xA700).isFailure()).isTrue();
    assertThat(new Status(0xFE00).isFailure()).isFalse();
    assertThat(new Status(0x0122, "no")).hasToString("0122 no");
    assertThatThrownBy(() -> new Status(0x10000)).isInstanceOf(IllegalArgumentException.class);
  }
}
