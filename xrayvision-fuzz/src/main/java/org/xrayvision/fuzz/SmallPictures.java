/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.xrayvision.codecs.Codecs;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.Part10;

/** DICOM files with pictures of a few pixels, one of each kind. Stateless. */
final class SmallPictures {
  private static final int LONGEST = 2000;

  private SmallPictures() {}

  static List<byte[]> all() throws IOException {
    List<byte[]> files = new ArrayList<>();
    files.add(file(grey(16).build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    files.add(file(grey(16).build(), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN));
    files.add(file(grey(16).build(), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
    files.add(file(withTables(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    files.add(file(palette(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    for (String colour : List.of("RGB", "YBR_FULL", "YBR_FULL_422")) {
      files.add(file(colour(colour), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
    for (FrameDecoder decoder : Codecs.decoders()) {
      for (FrameDecoder.KnownFrame known : decoder.knownFrames()) {
        files.add(encoded(known));
      }
    }
    return files;
  }

  /** A data set without what is long. */
  static DataSet shortened(DataSet dataSet) {
    DataSet.Builder shorter = dataSet.toBuilder();
    for (Element element : dataSet.elements()) {
      if (element.tag() == Tag.PixelData
          || element.bulk().isPresent()
          || element.bytes().length > LONGEST) {
        shorter.remove(element.tag());
      }
    }
    return shorter.build();
  }

  static byte[] file(DataSet dataSet, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.writeHeader(
        out, syntax.uid(), SOPClass.ComputedRadiographyImageStorage, "1.2.3", "FUZZ");
    DataSetWriter.write(dataSet, out, syntax);
    return out.toByteArray();
  }

  private static DataSet.Builder pixel(ImagePixel pixel) {
    return DataSet.builder()
        .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
        .set(Tag.SOPInstanceUID, "1.2.3")
        .setInts(Tag.SamplesPerPixel, pixel.samplesPerPixel())
        .set(Tag.PhotometricInterpretation, pixel.photometricInterpretation())
        .setInts(Tag.Rows, pixel.rows())
        .setInts(Tag.Columns, pixel.columns())
        .setInts(Tag.BitsAllocated, pixel.bitsAllocated())
        .setInts(Tag.BitsStored, pixel.bitsStored())
        .setInts(Tag.HighBit, pixel.highBit())
        .setInts(Tag.PixelRepresentation, pixel.signed() ? 1 : 0);
  }

  private static DataSet.Builder grey(int bitsAllocated) {
    return pixel(ImagePixel.monochrome(6, 8, bitsAllocated, bitsAllocated - 4, false))
        .set(Tag.WindowCenter, "2048")
        .set(Tag.WindowWidth, "4096")
        .set(Tag.RescaleSlope, "1")
        .set(Tag.RescaleIntercept, "-10")
        .setInts(Tag.PixelPaddingValue, 0)
        .setBytes(Tag.PixelData, VR.OW, ramp(6 * 8 * bitsAllocated / 8));
  }

  private static DataSet withTables() {
    DataSet table =
        DataSet.builder()
            .setInts(Tag.LUTDescriptor, VR.US, 16, 0, 16)
            .setBytes(Tag.LUTData, VR.OW, ramp(32))
            .build();
    return grey(16)
        .setItems(Tag.ModalityLUTSequence, table)
        .setItems(Tag.VOILUTSequence, table)
        .set(Tag.PresentationLUTShape, "INVERSE")
        .build();
  }

  private static DataSet palette() {
    DataSet.Builder palette =
        pixel(new ImagePixel(6, 8, 1, "PALETTE COLOR", 8, 8, 7, false, 1, 0))
            .setBytes(Tag.PixelData, VR.OW, ramp(48));
    for (int colour = 0x00281101; colour <= 0x00281103; colour++) {
      palette.setInts(colour, VR.US, 64, 0, 16).setBytes(colour + 0x100, VR.OW, ramp(128));
    }
    return palette.build();
  }

  private static DataSet colour(String photometric) {
    return pixel(new ImagePixel(6, 8, 3, photometric, 8, 8, 7, false, 1, 0))
        .setInts(Tag.PlanarConfiguration, 0)
        .setBytes(Tag.PixelData, VR.OW, ramp(144))
        .build();
  }

  private static byte[] encoded(FrameDecoder.KnownFrame known) throws IOException {
    byte[] frame = Base64.getDecoder().decode(known.base64());
    byte[] even = Arrays.copyOf(frame, frame.length + frame.length % 2);
    DataSet dataSet =
        pixel(known.pixel())
            .setFragments(Tag.PixelData, List.of(BulkData.of(new byte[0]), BulkData.of(even)))
            .build();
    return file(dataSet, TransferSyntax.of(known.transferSyntaxUid()).orElseThrow());
  }

  private static byte[] ramp(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    return bytes;
  }
}
