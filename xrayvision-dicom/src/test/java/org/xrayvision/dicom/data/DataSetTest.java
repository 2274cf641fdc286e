/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {
  private static final String LATIN_2 = "ISO_IR 101";
  private static final byte[] CEDILLA = {(byte) 0xBA}; // ş in Latin-2, º in Latin-1

  @Test
  void splitsAndTrimsValues() {
    DataSet dataSet =
        DataSet.builder()
            .setBytes(
                Tag.ImageType, VR.CS, "DERIVED \\\\ AXIAL \0".getBytes(StandardCharsets.US_ASCII))
            .set(Tag.PatientComments, "  a\\b  ")
            .set(Tag.AccessionNumber)
            .build();
    assertThat(dataSet.strings(Tag.ImageType)).containsExactly("DERIVED", "", "AXIAL");
    assertThat(dataSet.string(Tag.ImageType)).contains("DERIVED");
    assertThat(dataSet.text(Tag.PatientComments)).contains("  a\\b");
    assertThat(dataSet.strings(Tag.PatientComments)).containsExactly("a\\b");
    assertThat(dataSet.contains(Tag.AccessionNumber)).isTrue();
    assertThat(dataSet.hasValue(Tag.AccessionNumber)).isFalse();
    assertThat(dataSet.string(Tag.AccessionNumber)).isEmpty();
    assertThat(dataSet.strings(Tag.AccessionNumber)).isEmpty();
    assertThat(dataSet.string(Tag.PatientID)).isEmpty();
  }

  @Test
  void boundsTheNumberOfValues() {
    String many = "1\\".repeat(2_000_000);
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.WindowCenter, many)
            .set(Tag.OtherPatientIDs, "A", "B".repeat(10), "\\".repeat(1_000_000))
            .setBytes(Tag.RedPaletteColorLookupTableData, VR.US, new byte[400_000])
            .build();
    assertThat(dataSet.strings(Tag.WindowCenter)).hasSize(65_536).containsOnly("1");
    assertThat(dataSet.decimals(Tag.WindowCenter)).hasSize(65_536);
    assertThat(dataSet.strings(Tag.OtherPatientIDs)).hasSize(65_536);
    assertThat(dataSet.strings(Tag.RedPaletteColorLookupTableData)).hasSize(65_536);
    assertThat(dataSet.string(Tag.OtherPatientIDs)).contains("A");
    assertThat(dataSet.decimal(Tag.WindowCenter)).hasValue(1);
    assertThat(dataSet.integer(Tag.WindowCenter)).hasValue(1);
  }

  @Test
  void looksAtFewTermsOfTheCharacterSetOnly() {
    byte[] late = ("\\A".repeat(1000) + "\\ISO_IR 101").getBytes(StandardCharsets.US_ASCII);
    DataSet flooded =
        DataSet.builder()
            .setBytes(Tag.SpecificCharacterSet, VR.CS, late)
            .setBytes(Tag.PatientName, VR.PN, CEDILLA)
            .build();
    assertThat(flooded.hasKnownCharacterSet()).isFalse();
    byte[] early = ("ISO_IR 101" + "\\A".repeat(1000)).getBytes(StandardCharsets.US_ASCII);
    DataSet known =
        DataSet.builder()
            .setBytes(Tag.SpecificCharacterSet, VR.CS, early)
            .setBytes(Tag.PatientName, VR.PN, CEDILLA)
            .build();
    assertThat(known.characterSet().definedTerms()).hasSize(16);
    assertThat(known.string(Tag.PatientName)).contains("ş");
  }

  @Test
  void readsNumbersOfEveryKind() {
    DataSet dataSet =
        DataSet.builder()
            .setInts(Tag.Rows, 65535)
            .set(Tag.NumberOfFrames, "2147483647")
            .set(Tag.WindowCenter, "40", "abc", "")
            .set(Tag.WindowWidth, " 4.0E2 ")
            .set(Tag.PixelIntensityRelationshipSign, "-1")
            .set(Tag.SimpleFrameList, "7", "4294967295")
            .set(Tag.PhysicalDeltaX, "0.25")
            .set(Tag.SeriesNumber, "1.5")
            .set(Tag.InstanceNumber, "+12")
            .build();
    assertThat(dataSet.integer(Tag.Rows)).hasValue(65535);
    assertThat(dataSet.string(Tag.Rows)).contains("65535");
    assertThat(dataSet.integer(Tag.NumberOfFrames)).hasValue(Integer.MAX_VALUE);
    assertThat(dataSet.decimals(Tag.WindowCenter)).containsExactly(40, Double.NaN);
    assertThat(dataSet.decimal(Tag.WindowWidth)).hasValue(400);
    assertThat(dataSet.integer(Tag.WindowWidth)).isEmpty();
    assertThat(dataSet.integer(Tag.PixelIntensityRelationshipSign)).hasValue(-1);
    assertThat(dataSet.integer(Tag.SimpleFrameList)).hasValue(7);
    assertThat(dataSet.integers(Tag.SimpleFrameList)).as("one is no int").isEmpty();
    assertThat(dataSet.strings(Tag.SimpleFrameList)).containsExactly("7", "4294967295");
    assertThat(dataSet.decimal(Tag.PhysicalDeltaX)).hasValue(0.25);
    assertThat(dataSet.integer(Tag.SeriesNumber)).isEmpty();
    assertThat(dataSet.integer(Tag.InstanceNumber)).hasValue(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1d", "0x10", "1,5", "--1", "1e99999", "", "1 2"})
  void refusesNumbersThatAreNone(String text) {
    DataSet dataSet = DataSet.builder().set(Tag.RescaleSlope, text).build();
    assertThat(dataSet.decimal(Tag.RescaleSlope)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "20240229, 2024-02-29",
    "2024.02.29, 2024-02-29",
    "20240229120000.5+0200, 2024-02-29",
    "20230229, ",
    "19991332, ",
    "2024022, ",
    "text, "
  })
  void readsDates(String text, LocalDate expected) {
    DataSet dataSet = DataSet.builder().set(Tag.StudyDate, text).build();
    assertThat(dataSet.date(Tag.StudyDate).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "081530, 08:15:30",
    "0815, 08:15:00",
    "08, 08:00:00",
    "081530.25, 08:15:30.25",
    "08:15:30, 08:15:30",
    "235960, 23:59:59",
    "20240229081530.5+0200, 08:15:30.5",
    "256199, ",
    "8, ",
    "noon, "
  })
  void readsTimes(String text, LocalTime expected) {
    DataSet dataSet = DataSet.builder().set(Tag.StudyTime, text).build();
    assertThat(dataSet.time(Tag.StudyTime).orElse(null)).isEqualTo(expected);
  }

  @Test
  void itemsInheritTheCharacterSet() {
    DataSet item = DataSet.builder().setBytes(Tag.CodeMeaning, VR.LO, CEDILLA).build();
    DataSet own =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, "ISO_IR 100")
            .setBytes(Tag.CodeMeaning, VR.LO, CEDILLA)
            .build();
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, LATIN_2)
            .setItems(Tag.ConceptCodeSequence, item, own)
            .build();
    List<DataSet> items = dataSet.items(Tag.ConceptCodeSequence);
    assertThat(items.get(0).string(Tag.CodeMeaning)).contains("ş");
    assertThat(items.get(1).string(Tag.CodeMeaning)).contains("º");
  }

  @Test
  void usesTheFallbackOnlyForUnlabelledText() {
    DataSet unlabelled = DataSet.builder().setBytes(Tag.PatientID, VR.LO, CEDILLA).build();
    DataSet labelled = unlabelled.toBuilder().set(Tag.SpecificCharacterSet, "ISO_IR 999").build();
    DataSet known =
        unlabelled.toBuilder()
            .setBytes(Tag.PatientID, VR.LO, CEDILLA)
            .set(Tag.SpecificCharacterSet, "ISO_IR 100")
            .build();
    assertThat(unlabelled.string(Tag.PatientID)).contains("º");
    for (String name : List.of("ISO_IR 101", "ISO-8859-2")) {
      assertThat(unlabelled.withFallbackCharacterSet(name).string(Tag.PatientID)).contains("ş");
      assertThat(labelled.withFallbackCharacterSet(name).string(Tag.PatientID)).contains("ş");
      assertThat(known.withFallbackCharacterSet(name)).isSameAs(known);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unlabelled.withFallbackCharacterSet("nonsense"));
  }

  @Test
  void labelsTextThatNeedsIt() {
    DataSet plain = DataSet.builder().set(Tag.PatientName, "Doe").build();
    assertThat(plain.contains(Tag.SpecificCharacterSet)).isFalse();
    DataSet romanian = plain.toBuilder().set(Tag.PatientName, "Țepeș^Vlad").build();
    assertThat(romanian.string(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
    assertThat(romanian.string(Tag.PatientName)).contains("Țepeș^Vlad");
    assertThat(romanian.bytes(Tag.PatientName))
        .isEqualTo("Țepeș^Vlad".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void encodesByTheLabelWhateverTheOrder() {
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.PatientName, "Ţârcă")
            .set(Tag.SpecificCharacterSet, "ISO_IR 101")
            .build();
    assertThat(dataSet.bytes(Tag.PatientName)).startsWith(0xDE, 0xE2).endsWith(0xE3, ' ');
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataSet.toBuilder().set(Tag.StudyDescription, "ș").build())
        .withMessageContaining("(0008,1030)");
  }

  @Test
  void encodesAnewWhenTheLabelChanges() {
    DataSet item = DataSet.builder().set(Tag.CodeMeaning, "ă").build();
    DataSet latin2 =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, "ISO_IR 101")
            .set(Tag.PatientName, "Ţârcă")
            .setBytes(Tag.StudyDescription, VR.LO, new byte[] {(byte) 0xE3, ' '})
            .setItems(Tag.ConceptCodeSequence, item)
            .build();
    DataSet utf8 = latin2.toBuilder().set(Tag.SpecificCharacterSet, "ISO_IR 192").build();
    assertThat(utf8.string(Tag.PatientName)).contains("Ţârcă");
    assertThat(utf8.string(Tag.StudyDescription)).contains("ă");
    assertThat(utf8.items(Tag.ConceptCodeSequence).get(0).string(Tag.CodeMeaning)).contains("ă");
    assertThat(utf8.bytes(Tag.StudyDescription)).startsWith(0xC4, 0x83);
  }

  @Test
  void commandSetsStayWithoutACharacterSet() {
    DataSet command = DataSet.builder().set(Tag.ErrorComment, "nu există").build();
    assertThat(command.contains(Tag.SpecificCharacterSet)).isFalse();
    assertThat(command.string(Tag.ErrorComment)).contains("nu exist?");
  }

  @Test
  void refusesValuesThatTheVRCannotHold() {
    DataSet.Builder builder = DataSet.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.setInts(Tag.Rows, 65536))
        .withMessageContaining("(0028,0010)");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.set(Tag.Rows, "many"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.set(Tag.ContentSequence, "1"));
  }

  @Test
  void showsNoValues() {
    DataSet dataSet = DataSet.builder().set(Tag.PatientName, "Secret").build();
    assertThat(dataSet.toString()).doesNotContain("Secret");
    assertThat(dataSet.elements())
        .allSatisfy(e -> assertThat(e.toString()).doesNotContain("Secret"));
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] value = {1, 2};
    DataSet dataSet = DataSet.builder().setBytes(Tag.ICCProfile, VR.OB, value).build();
    value[0] = 9;
    dataSet.bytes(Tag.ICCProfile)[1] = 9;
    assertThat(dataSet.bytes(Tag.ICCProfile)).containsExactly(1, 2);
  }
}
