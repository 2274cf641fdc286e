/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.PersonName;
import org.xrayvision.dicom.data.SpecificCharacterSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;

/** Character sets: the values of (0008,0005), a zero, and text. */
public final class CharacterSetTarget {
  private static final VR[] VRS = {VR.PN, VR.LO, VR.LT, VR.UC, VR.UT};

  private CharacterSetTarget() {}

  /** Reads the text, and what was written of it; ASCII must come through. */
  public static void fuzzerTestOneInput(byte[] data) {
    int zero = 0;
    while (zero < data.length && data[zero] != 0) {
      zero++;
    }
    String terms = new String(data, 0, zero, StandardCharsets.ISO_8859_1);
    byte[] text = Arrays.copyOfRange(data, Math.min(zero + 1, data.length), data.length);
    Bounds.check(() -> read(List.of(terms.split("\\\\", 20)), text));
    Bounds.check(() -> inDataSet(terms, text));
  }

  private static void read(List<String> terms, byte[] text) {
    SpecificCharacterSet set = SpecificCharacterSet.of(terms);
    boolean odd = set.isConforming() && !set.isKnown() && !String.join("", terms).isBlank();
    for (VR vr : VRS) {
      String decoded = set.decode(text, vr);
      byte[] encoded = set.encode(decoded, vr);
      String again = set.decode(encoded, vr);
      boolean lossless = set.isKnown() && set.canEncode(decoded) && decoded.indexOf('\u001b') < 0;
      if (odd || (lossless && !again.equals(decoded))) {
        throw new AssertionError(terms + " " + vr + ": " + decoded + " became " + again);
      }
    }
  }

  private static void inDataSet(String terms, byte[] text) {
    DataSet dataSet =
        DataSet.builder()
            .setBytes(Tag.SpecificCharacterSet, VR.CS, terms.getBytes(StandardCharsets.ISO_8859_1))
            .setBytes(Tag.PatientName, VR.PN, text)
            .setBytes(Tag.OtherPatientIDs, VR.LO, text)
            .build()
            .withFallbackCharacterSet("ISO_IR 192");
    Objects.requireNonNull(dataSet.personName(Tag.PatientName).map(PersonName::display));
    Objects.requireNonNull(dataSet.strings(Tag.OtherPatientIDs));
  }
}
