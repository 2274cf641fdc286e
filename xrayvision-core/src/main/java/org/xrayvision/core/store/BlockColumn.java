/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A column of texts of which many are alike, in the rows of a block. Immutable. */
final class BlockColumn {
  private final String[] texts;
  private final short[] which;

  private BlockColumn(String[] texts, short[] which) {
    this.texts = texts;
    this.which = which;
  }

  /** For each text in the block whether it is meant; the last answer is that for none. */
  boolean[] meant(Predicate<String> condition) {
    boolean[] meant = new boolean[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      meant[i] = condition.test(texts[i]);
    }
    return meant;
  }

  boolean isMeant(int row, boolean[] meant) {
    return meant[which[row]];
  }

  long bytes() {
    return 2L * which.length + 8L * texts.length;
  }

  /** Fills a column row by row. */
  static final class Builder {
    private final Map<String, Integer> numbers = new HashMap<>();
    private short[] which = new short[SearchBlock.ROWS];
    private int last = -1;

    void set(int row, @Nullable String text) {
      // Shared by all blocks.
      which[row] =
          text == null
              ? -1
              : numbers.computeIfAbsent(text.intern(), key -> numbers.size()).shortValue();
      last = row;
    }

    BlockColumn build() {
      String[] texts = new String[numbers.size()];
      numbers.forEach((text, number) -> texts[number] = text);
      which = Arrays.copyOf(which, last + 1);
      for (int row = 0; row <= last; row++) {
        if (which[row] < 0) {
          which[row] = (short) texts.length;
        }
      }
      return new BlockColumn(texts, which);
    }
  }
}
