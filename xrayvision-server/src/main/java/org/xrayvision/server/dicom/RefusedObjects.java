/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which objects were refused for good since the start: who sends one of them again is refused
 * again. So a retrieval that ends with failures knows whether another attempt could help. The last
 * ones only are remembered. Safe for threads.
 */
public final class RefusedObjects {
  private static final int MOST = 10_000;

  private final Map<String, Boolean> uids = bounded();
  private final Map<String, Long> bySender = bounded();

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MOST;
      }
    };
  }

  synchronized void add(String callingAETitle, String sopInstanceUid) {
    uids.put(sopInstanceUid, true);
    bySender.merge(callingAETitle, 1L, Long::sum);
  }

  /** Whether this object was refused. */
  public synchronized boolean contains(String sopInstanceUid) {
    return uids.get(sopInstanceUid) != null;
  }

  /** How many objects of this sender were refused until now. */
  public synchronized long of(String callingAETitle) {
    return bySender.getOrDefault(callingAETitle, 0L);
  }
}
