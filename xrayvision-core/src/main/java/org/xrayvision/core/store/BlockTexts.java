/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the exams of a block are searched by: of each its head, the text up to the first line feed
 * (nearly always the UID), and the rest, which exams of one patient share. No word of a search
 * reaches over a line feed. Immutable.
 */
final class BlockTexts {
  private final Lines heads;
  private final Lines rests;
  private final short[] restOf;
  private final boolean numbersAlone;

  private BlockTexts(Lines heads, Lines rests, short[] restOf, boolean numbersAlone) {
    this.heads = heads;
    this.rests = rests;
    this.restOf = restOf;
    this.numbersAlone = numbersAlone;
  }

  /** Takes those rows out that do not hold each word. */
  void keepMatching(BitSet rows, List<String> words) {
    for (String word : words) {
      if (rows.isEmpty()) {
        return;
      }
      keepMatching(rows, word);
    }
  }

  private void keepMatching(BitSet rows, String word) {
    BitSet matching = new BitSet(rests.size());
    Lines.Walk inRests = rests.walk(word);
    for (int rest = 0; rest < rests.size(); rest++) {
      matching.set(rest, inRests.holds(rest));
    }
    boolean inAnyHead = !numbersAlone || Search.isNumber(word);
    Lines.Walk inHeads = heads.walk(word);
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (!matching.get(restOf[row]) && !(inAnyHead && inHeads.holds(row))) {
        rows.clear(row);
      }
    }
  }

  long bytes() {
    return heads.bytes() + rests.bytes() + 2L * restOf.length;
  }

  /** Texts in one, each with a line feed behind it, so that one look may pass over many. */
  private static final class Lines {
    private final String text;
    private final int[] starts;

    Lines(StringBuilder text, int[] starts) {
      this.text = text.toString();
      this.starts = starts;
    }

    int size() {
      return starts.length - 1;
    }

    long bytes() {
      return text.length() + 4L * starts.length;
    }

    Walk walk(String word) {
      return new Walk(word);
    }

    /** Asks lines in their order whether they hold a word. */
    private final class Walk {
      private final String word;
      private int next = -1;

      Walk(String word) {
        this.word = word;
      }

      boolean holds(int line) {
        if (next < starts[line]) {
          int found = text.indexOf(word, starts[line]);
          next = found < 0 ? Integer.MAX_VALUE : found;
        }
        return next < starts[line + 1];
      }
    }
  }

  /** Takes the exams' texts in the order of their rows. Used by one thread. */
  static final class Builder {
    private final StringBuilder heads = new StringBuilder();
    private final int[] headStarts = new int[SearchBlock.ROWS + 1];
    private final Map<String, Integer> rests = new HashMap<>();
    private final StringBuilder restText = new StringBuilder();
    private final int[] restStarts = new int[SearchBlock.ROWS + 1];
    private final short[] restOf = new short[SearchBlock.ROWS];
    private int rows;
    private boolean numbersAlone = true;

    void set(int row, String text) {
      Arrays.fill(headStarts, rows, row + 1, heads.length());
      int end = text.indexOf('\n');
      String head = end < 0 ? text : text.substring(0, end);
      numbersAlone &= Search.isNumber(head);
      heads.append(head).append('\n');
      rows = row + 1;
      headStarts[rows] = heads.length();
      restOf[row] = (short) rest(end < 0 ? "" : text.substring(end + 1));
    }

    private int rest(String rest) {
      Integer known = rests.putIfAbsent(rest, rests.size());
      if (known != null) {
        return known;
      }
      restText.append(rest).append('\n');
      restStarts[rests.size()] = restText.length();
      return rests.size() - 1;
    }

    BlockTexts build() {
      return new BlockTexts(
          new Lines(heads, Arrays.copyOf(headStarts, rows + 1)),
          new Lines(restText, Arrays.copyOf(restStarts, rests.size() + 1)),
          Arrays.copyOf(restOf, rows),
          numbersAlone);
    }
  }
}
