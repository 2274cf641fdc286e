/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Counts by keys of {@link StatSection}, those that are not 0, in the order of the keys. As bytes:
 * for each key its distance to the one before and its count, both in groups of seven bits, the
 * lowest first; of a count the sign is its lowest bit. Immutable.
 */
final class StatCounts {
  static final StatCounts NONE = new StatCounts(new long[0], new long[0], 0);

  private static final int GROUP = 7;
  private static final int MORE = 0x80;
  private static final int LONGEST = 10;

  private final long[] keys;
  private final long[] counts;
  private final int size;

  private StatCounts(long[] keys, long[] counts, int size) {
    this.keys = keys;
    this.counts = counts;
    this.size = size;
  }

  interface Visitor {
    void visit(int a, int b, int c, long count);
  }

  static StatCounts of(Map<Long, Long> counts) {
    long[] keys = new long[counts.size()];
    int size = 0;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      if (entry.getValue() != 0) {
        keys[size++] = entry.getKey();
      }
    }
    Arrays.sort(keys, 0, size);
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = counts.getOrDefault(keys[i], 0L);
    }
    return new StatCounts(keys, values, size);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Those of one section. */
  void forEach(StatSection section, Visitor visitor) {
    int found = Arrays.binarySearch(keys, 0, size, section.first());
    long last = section.last();
    for (int i = found < 0 ? -1 - found : found; i < size && keys[i] <= last; i++) {
      visitor.visit(
          StatSection.a(keys[i]), StatSection.b(keys[i]), StatSection.c(keys[i]), counts[i]);
    }
  }

  StatCounts plus(StatCounts other) {
    long[] ofBoth = new long[size + other.size];
    long[] sums = new long[ofBoth.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < size || j < other.size) {
      long mine = i < size ? keys[i] : Long.MAX_VALUE;
      long its = j < other.size ? other.keys[j] : Long.MAX_VALUE;
      long sum = 0;
      if (mine <= its) {
        sum += counts[i++];
      }
      if (its <= mine) {
        sum += other.counts[j++];
      }
      if (sum != 0) {
        ofBoth[n] = Math.min(mine, its);
        sums[n++] = sum;
      }
    }
    return new StatCounts(ofBoth, sums, n);
  }

  /** All together; two by two, so that none is copied more often than needed. */
  static StatCounts sum(List<StatCounts> parts) {
    List<StatCounts> left = parts;
    while (left.size() > 1) {
      List<StatCounts> pairs = new ArrayList<>();
      for (int i = 0; i < left.size(); i += 2) {
        pairs.add(i + 1 < left.size() ? left.get(i).plus(left.get(i + 1)) : left.get(i));
      }
      left = pairs;
    }
    return left.isEmpty() ? NONE : left.get(0);
  }

  byte[] bytes() {
    byte[] bytes = new byte[2 * LONGEST * size];
    int at = 0;
    long before = 0;
    for (int i = 0; i < size; i++) {
      at = write(bytes, at, keys[i] - before);
      at = write(bytes, at, (counts[i] << 1) ^ (counts[i] >> (Long.SIZE - 1)));
      before = keys[i];
    }
    return Arrays.copyOf(bytes, at);
  }

  private static int write(byte[] bytes, int from, long value) {
    int at = from;
    long rest = value;
    while ((rest & -MORE) != 0) {
      bytes[at++] = (byte) (rest | MORE);
      rest >>>= GROUP;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  /**
   * What {@link #bytes} made.
   *
   * @param upTo the last section that is wanted; the rest is not even looked at
   * @throws StoreException if they are not what it makes
   */
  static StatCounts of(byte[] bytes, StatSection upTo) {
    long[] keys = new long[bytes.length / 2];
    long[] counts = new long[keys.length];
    Bytes in = new Bytes(bytes);
    int size = 0;
    long key = 0;
    while (in.at < bytes.length) {
      key += in.next();
      if (key > upTo.last()) {
        break;
      }
      long count = in.next();
      keys[size] = key;
      counts[size++] = (count >>> 1) ^ -(count & 1);
    }
    return new StatCounts(keys, counts, size);
  }

  private static final class Bytes {
    private final byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    long next() {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE && at < bytes.length; shift += GROUP) {
        byte group = bytes[at++];
        value |= (long) (group & (MORE - 1)) << shift;
        if (group >= 0) {
          return value;
        }
      }
      throw new StoreException(
          StoreException.Reason.DAMAGED, "a page of statistics is damaged: restore a backup");
    }
  }
}
