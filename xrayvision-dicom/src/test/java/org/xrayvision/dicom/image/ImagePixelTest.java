/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomException;

class ImagePixelTest {
  static DataSet.Builder chest() {
    return DataSet.builder()
        .setInts(Tag.SamplesPerPixel, 1)
        .set(Tag.PhotometricInterpretation, "MONOCHROME2")
        .setInts(Tag.Rows, 100)
        .setInts(Tag.Columns, 80)
        .setInts(Tag.BitsAllocated, 16)
        .setInts(Tag.BitsStored, 12)
        .setInts(Tag.HighBit, 11)
        .setInts(Tag.PixelRepresentation, 0);
  }

  @Test
  void readsWhatTheDataSetSays() throws DicomException {
    ImagePixel pixel =
        ImagePixel.of(
            chest()
                .setInts(Tag.PixelRepresentation, 1)
                .setInts(Tag.HighBit, 15)
                .set(Tag.NumberOfFrames, "3")
                .build());

    assertThat(pixel).isEqualTo(new ImagePixel(100, 80, 1, "MONOCHROME2", 16, 12, 15, true, 3, 0));
    assertThat(pixel.nativeFrameLength()).isEqualTo(16000);
  }

  @ParameterizedTest
  @CsvSource({
    "00280010, 0", // Rows
    "00280011, 0", // Columns
    "00280002, 2", // SamplesPerPixel
    "00280002, 3", // three samples of MONOCHROME2
    "00280100, 7", // BitsAllocated
    "00280100, 12",
    "00280100, 32",
    "00280101, 0", // BitsStored
    "00280101, 17",
    "00280102, 16", // HighBit
    "00280103, 2", // PixelRepresentation
  })
  void whatIsOutOfRangeIsNamed(String tag, int value) {
    int number = Integer.parseInt(tag, 16);
    assertThatThrownBy(() -> ImagePixel.of(chest().setInts(number, value).build()))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining(Dictionary.keywordOf(number))
        .hasMessageContaining(Integer.toString(value));
  }

  @Test
  void hugePicturesAreRefused() {
    assertThatThrownBy(
            () ->
                ImagePixel.of(chest().setInts(Tag.Rows, 65535).setInts(Tag.Columns, 65535).build()))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("65535");
  }

  @Test
  void missingElementsAreNamed() {
    for (int tag : new int[] {Tag.Rows, Tag.Columns, Tag.BitsAllocated, Tag.BitsStored}) {
      assertThatThrownBy(() -> ImagePixel.of(chest().remove(tag).build()))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining(Dictionary.keywordOf(tag));
    }
    assertThatThrownBy(() -> ImagePixel.of(chest().remove(Tag.PhotometricInterpretation).build()))
        .hasMessageContaining("PhotometricInterpretation");
    assertThatThrownBy(
            () ->
                ImagePixel.of(chest().set(Tag.PhotometricInterpretation, "MONO\u001B[31m").build()))
        .hasMessageContaining("PhotometricInterpretation")
        .hasMessageNotContaining("\u001B");
  }

  @Test
  void absentHighBitIsTheOneBelowBitsStored() throws DicomException {
    assertThat(ImagePixel.of(chest().remove(Tag.HighBit).build()).highBit()).isEqualTo(11);
  }

  @ParameterizedTest
  @CsvSource({"0, 11", "10, 11", "11, 11", "12, 12", "15, 15"})
  void aHighBitWithoutRoomForTheBitsStoredIsTakenForAbsent(int said, int used)
      throws DicomException {
    assertThat(ImagePixel.of(chest().setInts(Tag.HighBit, said).build()).highBit()).isEqualTo(used);
  }

  @Test
  void aFrameThatNeedsTooMuchMemoryIsRefusedWithWhatItDeclares() throws DicomException {
    ImagePixel pixel = ImagePixel.of(chest().setInts(Tag.Rows, 10_000).build()); // 1,600,000 bytes

    MemoryBounds.ofHeap(4 * 1_600_000).check(pixel);
    assertThatThrownBy(() -> MemoryBounds.ofHeap(4 * 1_600_000 - 4).check(pixel))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("Rows (0028,0010) 10000 x Columns (0028,0011) 80")
        .hasMessageContaining("1600000 bytes");
    assertThat(MemoryBounds.ofHeap(Long.MAX_VALUE).frame()).isEqualTo(256L << 20);
  }

  @ParameterizedTest
  @CsvSource({"1A, 1", "0, 1", "-5, 1", "2147483647, 2147483647"})
  void framesAreCountedAsFarAsTheyAreANumber(String text, int frames) throws DicomException {
    assertThat(ImagePixel.of(chest().set(Tag.NumberOfFrames, text).build()).numberOfFrames())
        .isEqualTo(frames);
  }
}
