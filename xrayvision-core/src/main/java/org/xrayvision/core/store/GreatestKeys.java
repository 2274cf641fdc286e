/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.Arrays;

/** The greatest of many numbers, as many as are asked for. Used by one thread. */
final class GreatestKeys {
  private static final int FIRST_ROOM = 1_024;

  private final int most;
  private long[] keys;
  private int size;
  private long least = Long.MIN_VALUE;

  GreatestKeys(int most) {
    this.most = most;
    this.keys = new long[Math.min(FIRST_ROOM, 2 * most)];
  }

  void add(long key) {
    if (key < least) {
      return;
    }
    if (size == keys.length) {
      makeRoom();
    }
    keys[size++] = key;
  }

  private void makeRoom() {
    if (size >= 2 * most) {
      least = ofRank(most - 1);
      size = most;
    } else {
      keys = Arrays.copyOf(keys, Math.min(2 * size, 2 * most));
    }
  }

  /** The number before which there are so many that are greater or equal; from 0. */
  long ofRank(int rank) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      long pivot = keys[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] > pivot) {
          i++;
        }
        while (keys[j] < pivot) {
          j--;
        }
        if (i <= j) {
          long swapped = keys[i];
          keys[i++] = keys[j];
          keys[j--] = swapped;
        }
      }
      if (rank <= j) {
        high = j;
      } else if (rank >= i) {
        low = i;
      } else {
        break;
      }
    }
    return keys[rank];
  }
}
