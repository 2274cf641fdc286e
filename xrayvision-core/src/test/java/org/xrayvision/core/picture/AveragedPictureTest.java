/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.GrayscaleTransform;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

class AveragedPictureTest {
  @ParameterizedTest(name = "{0}x{1} to at most {2} is {3}x{4}")
  @CsvSource({
    "75, 92, 33, 27, 33", // a fractional factor of about 2.8
    "100, 80, 50, 50, 40", // a whole factor
    "90, 100, 89, 80, 89", // hardly smaller
    "40, 33, 896, 40, 33", // as it is
    "896, 1, 896, 896, 1",
    "1, 1, 896, 1, 1",
    "4000, 3, 896, 896, 1", // never less than a pixel
    "2, 1795, 896, 1, 896",
  })
  void everyPixelIsTheMeanOfTheAreaItCovers(
      int columns, int rows, int maxSide, int width, int height) throws DicomException {
    short[] cells = random(columns * rows);
    ImagePixel pixel = ImagePixel.monochrome(rows, columns, 16, 16, false);

    AveragedPicture picture =
        AveragedPicture.of(Frame.of(pixel, cells), identity(pixel), maxSide, row -> {});

    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat((double) picture.greys()[y * width + x])
            .as("pixel %d, %d", x, y)
            .isCloseTo(mean(cells, columns, rows, width, height, x, y), within(0.1));
      }
    }
  }

  /** As plain as can be: overlap times grey, in double precision. */
  private static double mean(
      short[] cells, int columns, int rows, int width, int height, int x, int y) {
    double scaleX = (double) columns / width;
    double scaleY = (double) rows / height;
    double sum = 0;
    for (int sy = 0; sy < rows; sy++) {
      double down = Math.min((y + 1) * scaleY, sy + 1) - Math.max(y * scaleY, sy);
      for (int sx = 0; sx < columns && down > 0; sx++) {
        double across = Math.min((x + 1) * scaleX, sx + 1) - Math.max(x * scaleX, sx);
        if (across > 0) {
          sum += down * across * (cells[sy * columns + sx] & 0xFFFF);
        }
      }
    }
    return sum / (scaleX * scaleY);
  }

  @Test
  void everyRowIsSeenOnceAndInOrder() throws DicomException {
    short[] cells = random(10 * 97);
    ImagePixel pixel = ImagePixel.monochrome(97, 10, 16, 16, false);
    List<Short> seen = new ArrayList<>();

    AveragedPicture.of(
        Frame.of(pixel, cells),
        identity(pixel),
        31,
        row -> {
          for (short value : row) {
            seen.add(value);
          }
        });

    assertThat(seen).hasSize(cells.length);
    for (int i = 0; i < cells.length; i++) {
      assertThat(seen.get(i)).isEqualTo(cells[i]);
    }
  }

  @Test
  void paddingMarksThePixelsThatItTouches() throws DicomException {
    short[] cells = new short[8 * 8];
    cells[2 * 8 + 5] = 99;
    DataSet dataSet = DataSet.builder().setInts(Tag.PixelPaddingValue, VR.US, 99).build();
    ImagePixel pixel = ImagePixel.monochrome(8, 8, 16, 16, false);

    AveragedPicture picture =
        AveragedPicture.of(
            Frame.of(pixel, cells), GrayscaleTransform.of(dataSet, pixel), 4, row -> {});

    boolean[] expected = new boolean[16];
    expected[1 * 4 + 2] = true;
    assertThat(picture.padding()).isEqualTo(expected);
  }

  private static short[] random(int count) {
    Random random = new Random(count);
    short[] cells = new short[count];
    for (int i = 0; i < count; i++) {
      cells[i] = (short) random.nextInt(1 << 16);
    }
    return cells;
  }

  private static GrayscaleTransform identity(ImagePixel pixel) throws DicomException {
    return GrayscaleTransform.of(DataSet.empty(), pixel);
  }
}
