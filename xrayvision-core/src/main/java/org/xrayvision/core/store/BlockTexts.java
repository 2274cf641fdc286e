/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
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

  /**
   * Takes those rows out that do not hold each word.
   *
   * @param words sixteen at most
   */
  void keepMatching(BitSet rows, List<String> words) {
    int[] lacking = new int[rests.size()];
    List<Lines.Walk> inHeads = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean inRests = addLacking(lacking, word, 1 << i);
      boolean inAnyHead = (!numbersAlone || Search.isNumber(word)) && heads.hold(word);
      if (!inRests && !inAnyHead) {
        rows.clear();
        return;
      }
      inHeads.add(heads.walk(word));
    }
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      for (int lack = lacking[restOf[row]]; lack != 0; lack &= lack - 1) {
        if (!inHeads.get(Integer.numberOfTrailingZeros(lack)).holds(row)) {
          rows.clear(row);
          break;
        }
      }
    }
  }

  /** Sets a bit for those rests that do not hold a word; whether any holds it. */
  private boolean addLacking(int[] lacking, String word, int bit) {
    Lines.Walk walk = rests.walk(word);
    boolean any = false;
    for (int rest = 0; rest < lacking.length; rest++) {
      boolean holds = walk.holds(rest);
      any |= holds;
      lacking[rest] |= holds ? 0 : bit;
    }
    return any;
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

    boolean hold(String word) {
      return text.contains(word);
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
