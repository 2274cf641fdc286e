/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;

/** Mammography, ultrasound and secondary capture, where they are configured. */
class OtherModalitiesTest extends IngestFixture {
  private static final String MG = SOPClass.DigitalMammographyXRayImageStorageForPresentation;
  private static final String US = SOPClass.UltrasoundMultiFrameImageStorage;
  private static final String SC = SOPClass.SecondaryCaptureImageStorage;
  private static final String UID = "1.2.826.0.1.3680043.9.7";

  private static IngestOptions taking(Set<String> modalities, Map<String, SourceOptions> sources) {
    IngestOptions site = options(0, 0, sources);
    return new IngestOptions(
        IngestOptions.sopClassesOf(modalities),
        modalities,
        site.fallbackCharacterSet(),
        site.timeZone(),
        false,
        0,
        0,
        sources);
  }

  private IngestResult bring(Ingest door, String sopClass, String modality) throws IOException {
    DataSet.Builder object = chest(UID).set(Tag.SOPClassUID, sopClass).remove(Tag.Modality);
    if (!modality.isEmpty()) {
      object.set(Tag.Modality, modality);
    }
    return bring(door, object.build(), sopClass);
  }

  private static IngestResult bring(Ingest door, DataSet object, String sopClass)
      throws IOException {
    return door.ingest(new ByteArrayInputStream(bytes(object)), EXPLICIT, sopClass, UID, DX1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // modality listed, class, Modality of the object, what the exam has; nothing: refused
        "MG, 1.2, MG, MG",
        "MG, 1.2.1, '', MG",
        "MG, 1.2, CR, -",
        "MG, 6.1, US, -",
        "MG, 1, CR, -",
        "US, 6.1, US, US",
        "US, 6, US, US",
        "US, 3.1, '', US",
        "SC, 7, OT, OT",
        "OT, 7, SC, SC",
        "SC, 7.2, '', OT",
        "SC, 7.3, OT, OT",
        "SC, 7.1, OT, -",
        "SC, 7, CR, -",
        "CR, 7, CR, -",
        "CR, 1.1, CR, CR"
      })
  void takesClassAndModalityTogether(String listed, String sopClass, String modality, String stored)
      throws IOException {
    Ingest door = ingest(taking(Set.of(listed), Map.of()));
    boolean taken = bring(door, "1.2.840.10008.5.1.4.1.1." + sopClass, modality).isStored();
    assertThat(taken).isEqualTo(stored != null);
    if (stored != null) {
      assertThat(store.exam(UID).orElseThrow().modality()).isEqualTo(stored);
    }
  }

  @Test
  void byDefaultNoneOfThemIsTaken() throws IOException {
    for (String sopClass : new String[] {MG, US, SC}) {
      assertThat(bring(ingest, sopClass, "CR").isStored()).isFalse();
    }
    assertThat(IngestOptions.defaults().sopClasses()).hasSize(3);
  }

  @Test
  void filmDigitizersSendSecondaryCapturesOfTheModalityOfTheFilm() throws IOException {
    Ingest door = ingest(taking(Set.of("CR", "SC"), Map.of()));
    assertThat(bring(door, SC, "CR").isStored()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // screens count as burned in unless they say that they are not; X-rays only if they say so
    "US, 6.1, '', true",
    "SC, 7, '', true",
    "SC, 7, NO, false",
    "US, 3.1, YES, true",
    "CR, 1, '', false",
    "CR, 1, NO, false",
    "CR, 1, YES, true",
    "MG, 1.2, '', false"
  })
  void tellsWhoseTextIsInThePixels(
      String modality, String sopClass, String burnedIn, boolean flagged) throws IOException {
    String uid = "1.2.840.10008.5.1.4.1.1." + sopClass;
    DataSet.Builder object =
        chest(UID).set(Tag.SOPClassUID, uid).set(Tag.Modality, modality.replace("SC", "OT"));
    if (!burnedIn.isEmpty()) {
      object.set(Tag.BurnedInAnnotation, burnedIn);
    }
    Ingest door = ingest(taking(Set.of(modality), Map.of()));
    assertThat(bring(door, object.build(), uid).isStored()).isTrue();
    assertThat(store.journal(UID))
        .filteredOn(event -> event.kind().equals(ExamEvent.RECEIVED))
        .singleElement()
        .matches(event -> event.payload().containsKey("burnedIn") == flagged);
  }
}
