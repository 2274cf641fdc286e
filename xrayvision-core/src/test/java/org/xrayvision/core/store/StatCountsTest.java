/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatCountsTest {
  private static final List<StatSection> SECTIONS = List.of(StatSection.values());

  private static Map<Long, Long> random(Random random) {
    Map<Long, Long> counts = new HashMap<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      StatSection section = SECTIONS.get(random.nextInt(SECTIONS.size()));
      long key = section.key(random.nextInt(), random.nextInt(4), random.nextInt(4));
      counts.put(key, random.nextLong() >> random.nextInt(Long.SIZE));
    }
    return counts;
  }

  private static Map<String, Long> text(StatCounts counts) {
    Map<String, Long> text = new TreeMap<>();
    for (StatSection section : SECTIONS) {
      counts.forEach(section, (a, b, c, n) -> text.put(section + " " + a + " " + b + " " + c, n));
    }
    return text;
  }

  @Test
  void bytesAndSumsAreThoseOfTheNumbers() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      Map<Long, Long> sums = new HashMap<>();
      List<StatCounts> parts = new ArrayList<>();
      for (int j = random.nextInt(6); j > 0; j--) {
        Map<Long, Long> part = random(random);
        part.forEach((key, n) -> sums.merge(key, n, Long::sum));
        StatCounts counts = StatCounts.of(part);
        StatCounts again = StatCounts.of(counts.bytes(), StatSection.DIAGNOSIS_AGREED);
        assertThat(text(again)).isEqualTo(text(counts));
        parts.add(again);
      }
      assertThat(text(StatCounts.sum(parts))).isEqualTo(text(StatCounts.of(sums)));
    }
  }

  @Test
  void aPageIsReadAsFarAsItIsWanted() {
    StatCounts all =
        StatCounts.of(
            Map.of(
                StatSection.MONTH.key(7, 0, 1), 3L,
                StatSection.HOUR.key(8, 0, 0), -2L,
                StatSection.DIAGNOSIS.key(0xFFFF_FFFFL, 0, 0), 1L));
    assertThat(text(all)).hasSize(3).containsEntry("HOUR 8 0 0", -2L);
    assertThat(text(StatCounts.of(all.bytes(), StatSection.MONTH)))
        .isEqualTo(Map.of("MONTH 7 0 1", 3L));
  }

  @Test
  void whatCancelsOutIsGone() {
    StatCounts one = StatCounts.of(Map.of(5L, 2L));
    assertThat(one.plus(StatCounts.of(Map.of(5L, -2L))).bytes()).isEmpty();
  }

  @Test
  void damagedBytesAreRefused() {
    assertThatThrownBy(() -> StatCounts.of(new byte[] {1, -1}, StatSection.HOUR))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
    byte[] endless = new byte[30];
    java.util.Arrays.fill(endless, (byte) -1);
    assertThatThrownBy(() -> StatCounts.of(endless, StatSection.HOUR))
        .isInstanceOf(StoreException.class);
  }
}
