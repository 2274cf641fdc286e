/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A canonical Huffman code of bounded length (RFC 1951 §3.2.2). Immutable. */
final class HuffmanCode {
  private final int[] lengths;
  private final int[] codes;

  private HuffmanCode(int[] lengths) {
    this.lengths = lengths;
    this.codes = canonical(lengths);
  }

  /**
   * The code for these counts, of which at least two are above 0.
   *
   * @param maxLength the most bits a code may have; rarely reached, and then by making the counts
   *     more alike, which costs next to nothing
   */
  static HuffmanCode of(int[] counts, int maxLength) {
    int[] flattened = counts.clone();
    while (true) {
      int[] lengths = new int[counts.length];
      if (depths(tree(flattened), 0, lengths) <= maxLength) {
        return new HuffmanCode(lengths);
      }
      for (int i = 0; i < flattened.length; i++) {
        flattened[i] = (flattened[i] + 1) / 2;
      }
    }
  }

  private static Node tree(int[] counts) {
    PriorityQueue<Node> queue =
        new PriorityQueue<>(
            Comparator.<Node>comparingLong(node -> node.count)
                .thenComparingInt(node -> node.symbol));
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        queue.add(new Node(counts[symbol], symbol, null, null));
      }
    }
    int inner = counts.length;
    Node least = queue.remove();
    while (!queue.isEmpty()) {
      Node next = queue.remove();
      queue.add(new Node(least.count + next.count, inner++, least, next));
      least = queue.remove();
    }
    return least;
  }

  /** Notes how deep each leaf lies and returns the greatest depth. */
  private static int depths(Node node, int depth, int[] lengths) {
    if (node.left == null || node.right == null) {
      lengths[node.symbol] = depth;
      return depth;
    }
    return Math.max(depths(node.left, depth + 1, lengths), depths(node.right, depth + 1, lengths));
  }

  /** Codes in the order of their lengths, then symbols, with their first bit least significant. */
  private static int[] canonical(int[] lengths) {
    int[] codes = new int[lengths.length];
    int code = 0;
    for (int length = 1; length < Integer.SIZE; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = Integer.reverse(code++) >>> (Integer.SIZE - length);
        }
      }
      code <<= 1;
    }
    return codes;
  }

  /** The bits of a symbol that was counted, ready to be written from the least significant on. */
  int code(int symbol) {
    return codes[symbol];
  }

  /** How many bits a symbol has; 0 if it was not counted. */
  int length(int symbol) {
    return lengths[symbol];
  }

  private static final class Node {
    private final long count;
    private final int symbol;
    private final @Nullable Node left;
    private final @Nullable Node right;

    Node(long count, int symbol, @Nullable Node left, @Nullable Node right) {
      this.count = count;
      this.symbol = symbol;
      this.left = left;
      this.right = right;
    }
  }
}
