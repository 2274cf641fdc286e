/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.SOPClass;

/** Who answers what at a {@link DicomListener}. Immutable. */
final class Services {
  private final StoreHandler storage;
  private final Map<String, DimseService> others = new HashMap<>();
  private final boolean sendsStorage;

  /**
   * The services of one listener.
   *
   * @throws IllegalArgumentException if two of them have a SOP class in common
   */
  Services(StoreHandler storage, Collection<DimseService> others) {
    this.storage = storage;
    boolean sends = false;
    for (DimseService service : others) {
      sends |= service.sendsStorage();
      for (String sopClass : service.sopClassUids()) {
        if (this.others.put(sopClass, service) != null || sopClass.equals(SOPClass.Verification)) {
          throw new IllegalArgumentException("SOP class " + sopClass + " has two services");
        }
      }
    }
    this.sendsStorage = sends;
  }

  StoreHandler storage() {
    return storage;
  }

  boolean isStorage(String sopClassUid) {
    return !sopClassUid.equals(SOPClass.Verification) && !others.containsKey(sopClassUid);
  }

  /** The service of a SOP class that is neither Verification nor storage; null if it is either. */
  @Nullable DimseService of(String sopClassUid) {
    return others.get(sopClassUid);
  }

  Set<String> sopClassUids() {
    return Set.copyOf(others.keySet());
  }

  boolean sendsStorage() {
    return sendsStorage;
  }
}
