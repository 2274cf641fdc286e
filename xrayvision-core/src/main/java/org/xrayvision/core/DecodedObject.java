/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;

/**
 * The data set of a picture that came decoded. The same picture and metadata make the same bytes,
 * so that one offered twice is known again.
 */
final class DecodedObject {
  static final TransferSyntax TRANSFER_SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int HEADER = 4096;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HHmmss.SSSSSS", Locale.ROOT);

  private DecodedObject() {}

  /** The data set, encoded in {@link #TRANSFER_SYNTAX}. */
  static InputStream encode(DecodedPicture picture, ExamMetadata metadata) {
    DataSet.Builder dataSet = DataSet.builder().set(Tag.SpecificCharacterSet, "ISO_IR 192");
    describe(metadata, dataSet);
    pixels(picture, dataSet);
    Memory memory = new Memory(picture.bytes().length + HEADER);
    try {
      DataSetWriter.write(dataSet.build(), memory, TRANSFER_SYNTAX);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return memory.written();
  }

  private static void describe(ExamMetadata metadata, DataSet.Builder dataSet) {
    dataSet
        .set(Tag.SOPClassUID, metadata.sopClassUid())
        .set(Tag.SOPInstanceUID, metadata.sopInstanceUid())
        .set(Tag.Modality, metadata.modality());
    set(dataSet, Tag.StudyInstanceUID, metadata.studyInstanceUid());
    set(dataSet, Tag.SeriesInstanceUID, metadata.seriesInstanceUid());
    set(dataSet, Tag.AccessionNumber, metadata.accessionNumber());
    set(dataSet, Tag.PatientID, metadata.patientId());
    set(dataSet, Tag.PatientName, metadata.patientName());
    set(dataSet, Tag.PatientBirthDate, metadata.patientBirthDate().map(DATE::format));
    set(dataSet, Tag.PatientSex, metadata.patientSex().map(Enum::name));
    set(dataSet, Tag.ProtocolName, metadata.protocolName());
    set(dataSet, Tag.BodyPartExamined, metadata.bodyPartExamined());
    set(dataSet, Tag.ViewPosition, metadata.viewPosition());
    set(dataSet, Tag.ImageLaterality, metadata.imageLaterality());
    set(dataSet, Tag.AcquisitionDate, metadata.acquired().map(DATE::format));
    set(dataSet, Tag.AcquisitionTime, metadata.acquired().map(TIME::format));
  }

  private static void set(DataSet.Builder dataSet, int tag, Optional<String> value) {
    value.ifPresent(text -> dataSet.set(tag, text));
  }

  /** The Image Pixel module (PS3.3 §C.7.6.3). */
  private static void pixels(DecodedPicture picture, DataSet.Builder dataSet) {
    dataSet
        .setInts(Tag.SamplesPerPixel, 1)
        .set(Tag.PhotometricInterpretation, picture.monochrome1() ? "MONOCHROME1" : "MONOCHROME2")
        .setInts(Tag.Rows, picture.rows())
        .setInts(Tag.Columns, picture.columns())
        .setInts(Tag.BitsAllocated, picture.bitsAllocated())
        .setInts(Tag.BitsStored, picture.bitsStored())
        .setInts(Tag.HighBit, picture.bitsStored() - 1)
        .setInts(Tag.PixelRepresentation, 0)
        .setBulk(
            Tag.PixelData,
            picture.bitsAllocated() == 8 ? VR.OB : VR.OW,
            BulkData.of(picture.bytes()));
  }

  /** Spares a copy of what was written. */
  private static final class Memory extends ByteArrayOutputStream {
    Memory(int size) {
      super(size);
    }

    InputStream written() {
      return new ByteArrayInputStream(buf, 0, count);
    }
  }
}
