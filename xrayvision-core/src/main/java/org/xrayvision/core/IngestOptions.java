/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.xrayvision.core.exam.StorageClasses;

/**
 * What is taken, and how its header is read. Immutable.
 *
 * @param sopClasses the SOP class UIDs that are taken
 * @param modalities the values of Modality (0008,0060) that are taken
 * @param fallbackCharacterSet for text without SpecificCharacterSet
 * @param timeZone the site's zone
 * @param keepDicom whether {@code <uid>.dcm} stays after the reading is done
 * @param maxQueued above so many waiting exams {@code ingest} answers busy; 0 for no limit
 * @param minFreeBytes below so much free disk {@code ingest} answers busy before it writes
 * @param sources by calling AE title
 */
public record IngestOptions(
    Set<String> sopClasses,
    Set<String> modalities,
    String fallbackCharacterSet,
    ZoneId timeZone,
    boolean keepDicom,
    int maxQueued,
    long minFreeBytes,
    Map<String, SourceOptions> sources) {
  /** Copies the collections. */
  public IngestOptions {
    sopClasses = Set.copyOf(sopClasses);
    modalities = Set.copyOf(modalities);
    sources = Map.copyOf(sources);
  }

  /**
   * Computed Radiography and Digital X-Ray Images (for presentation and for processing), CR and DX,
   * UTF-8, the system's zone, DICOM files deleted when done, no limit to the queue, 500 MB kept
   * free.
   */
  public static IngestOptions defaults() {
    Set<String> modalities = Set.of("CR", "DX");
    return new IngestOptions(
        sopClassesOf(modalities),
        modalities,
        "ISO_IR 192",
        ZoneId.systemDefault(),
        false,
        0,
        500_000_000L,
        Map.of());
  }

  /**
   * The SOP classes that bring these values of Modality: of CR and DX Computed Radiography and both
   * Digital X-Ray, of MG both Digital Mammography X-Ray, of US Ultrasound of one and of many
   * frames, of OT or SC Secondary Capture of one frame and of many grey ones.
   */
  public static Set<String> sopClassesOf(Set<String> modalities) {
    return StorageClasses.of(modalities);
  }
}
