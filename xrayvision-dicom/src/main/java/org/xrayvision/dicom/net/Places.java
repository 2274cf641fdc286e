/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the associations of a listener: in all, for each address, for each calling AE title that
 * has a limit of its own. Safe for threads.
 */
final class Places {
  private final int most;
  private final int mostOfAddress;
  private final Map<InetAddress, Integer> addresses = new HashMap<>();
  private final Map<String, Integer> titles = new HashMap<>();
  private int taken;

  /**
   * All places free.
   *
   * @param mostOfAddress 0 for as many as there are
   */
  Places(int most, int mostOfAddress) {
    this.most = most;
    this.mostOfAddress = mostOfAddress == 0 ? most : mostOfAddress;
  }

  /** A place of a peer at this address, or null if there is none for it. */
  synchronized @Nullable Place take(InetAddress address) {
    if (taken >= most || addresses.getOrDefault(address, 0) >= mostOfAddress) {
      return null;
    }
    taken++;
    addresses.merge(address, 1, Integer::sum);
    return new Place(address);
  }

  synchronized int taken() {
    return taken;
  }

  /** Why an address got no place, in words. */
  synchronized String why(InetAddress address) {
    return addresses.getOrDefault(address, 0) >= mostOfAddress && mostOfAddress < most
        ? address.getHostAddress() + " has all " + mostOfAddress + " associations it may have"
        : "all " + most + " associations are in use";
  }

  private static <K> void subtract(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }

  /** One place, taken. Safe for threads. */
  final class Place {
    private final InetAddress address;
    private @Nullable String title;
    private boolean free;

    private Place(InetAddress address) {
      this.address = address;
    }

    /** Counts the place for this AE title too; false if that has as many already. */
    boolean name(String callingAETitle, int mostOfTitle) {
      synchronized (Places.this) {
        if (mostOfTitle == 0) {
          return true;
        }
        if (free || titles.getOrDefault(callingAETitle, 0) >= mostOfTitle) {
          return false;
        }
        titles.merge(callingAETitle, 1, Integer::sum);
        title = callingAETitle;
        return true;
      }
    }

    /** Gives the place back; once is enough. */
    void free() {
      synchronized (Places.this) {
        if (free) {
          return;
        }
        free = true;
        taken--;
        subtract(addresses, address);
        if (title != null) {
          subtract(titles, title);
        }
      }
    }
  }
}
