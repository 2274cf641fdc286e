/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.xrayvision.dicom.data.SOPClass;

/**
 * Which storage classes bring the pictures of a modality, and which modality a class implies (PS3.4
 * annex B). Immutable and safe for threads.
 */
public final class StorageClasses {
  /** Secondary Capture has no modality of its own; OT is what devices write most, SC is retired. */
  private static final Set<String> CAPTURES = Set.of("OT", "SC");

  /** What a class implies where Modality (0008,0060) is missing. */
  private static final Map<String, String> IMPLIED = implied();

  private StorageClasses() {}

  private static Map<String, String> implied() {
    Map<String, String> implied = new LinkedHashMap<>();
    implied.put(SOPClass.ComputedRadiographyImageStorage, "CR");
    implied.put(SOPClass.DigitalXRayImageStorageForPresentation, "DX");
    implied.put(SOPClass.DigitalXRayImageStorageForProcessing, "DX");
    implied.put(SOPClass.DigitalMammographyXRayImageStorageForPresentation, "MG");
    implied.put(SOPClass.DigitalMammographyXRayImageStorageForProcessing, "MG");
    implied.put(SOPClass.UltrasoundImageStorage, "US");
    implied.put(SOPClass.UltrasoundImageStorageRetired, "US");
    implied.put(SOPClass.UltrasoundMultiFrameImageStorage, "US");
    implied.put(SOPClass.UltrasoundMultiFrameImageStorageRetired, "US");
    implied.put(SOPClass.SecondaryCaptureImageStorage, "OT");
    implied.put(SOPClass.MultiFrameGrayscaleByteSecondaryCaptureImageStorage, "OT");
    implied.put(SOPClass.MultiFrameGrayscaleWordSecondaryCaptureImageStorage, "OT");
    return Map.copyOf(implied);
  }

  /**
   * The classes that bring these modalities. CR and DX, and what has no class here, come as
   * Computed Radiography or Digital X-Ray, whichever of the two the device writes.
   */
  public static Set<String> of(Set<String> modalities) {
    Set<String> classes = new LinkedHashSet<>();
    for (String modality : modalities) {
      String group = CAPTURES.contains(modality) ? "OT" : modality;
      boolean special = !group.equals("DX") && !group.equals("CR") && IMPLIED.containsValue(group);
      IMPLIED.forEach(
          (sopClass, implied) -> {
            boolean xRay = implied.equals("CR") || implied.equals("DX");
            if (special ? implied.equals(group) : xRay) {
              classes.add(sopClass);
            }
          });
    }
    return Set.copyOf(classes);
  }

  /** The modality that a class implies, empty where it implies none. */
  static String modalityOf(String sopClass) {
    return IMPLIED.getOrDefault(sopClass, "");
  }

  /** Whether a modality is among those taken; OT and SC stand for each other. */
  public static boolean isTaken(String modality, Set<String> taken) {
    return taken.contains(modality)
        || (CAPTURES.contains(modality) && taken.stream().anyMatch(CAPTURES::contains));
  }

  /** Whether pictures of this class are screens, in which names stand as a rule. */
  static boolean isScreen(String sopClass) {
    String implied = modalityOf(sopClass);
    return implied.equals("US") || implied.equals("OT");
  }
}
