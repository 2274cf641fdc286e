/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
  private static List<List<String>> values(String text) {
    return Csv.read(text, ',').stream().map(Csv.Row::values).toList();
  }

  @Test
  void quotesHoldSeparatorsQuotesAndLineBreaks() {
    assertThat(values("a,\"b,\"\"c\"\"\r\nd\",\r\n"))
        .containsExactly(List.of("a", "b,\"c\"\r\nd", ""));
  }

  @Test
  void linesEndInAnyWayAndEmptyOnesDoNotCount() {
    assertThat(values("\uFEFFa,b\n\n \r\nc,d"))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void aRowKnowsItsLine() {
    assertThat(Csv.read("a\n\"b\nc\"\nd\n", ','))
        .extracting(Csv.Row::line)
        .containsExactly(1, 2, 4);
  }

  @Test
  void whatIsBrokenIsToldByItsLine() {
    assertThatThrownBy(() -> values("a\n\"b\n"))
        .hasMessageContaining("line 2: a quote is not closed");
    assertThatThrownBy(() -> values("a\n\"b\"c\n"))
        .hasMessageContaining("line 2: something stands behind a quote");
    assertThatThrownBy(() -> values(",".repeat(200))).hasMessageContaining("more than 100 values");
  }
}
