/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;

/** What all simulated X-rays have in common: a CR image that says it is none. Stateless. */
final class SimulatedImage {
  private static final DateTimeFormatter DA = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
  private static final DateTimeFormatter TM = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
  private static final String INSTITUTION = "SIMULATED - no real patient";

  private SimulatedImage() {}

  /** A new instance of this series. */
  static DataSet.Builder of(
      FictionalPatient patient, String study, String series, int instance, LocalDateTime taken) {
    return DataSet.builder()
        .set(Tag.SpecificCharacterSet, "ISO_IR 192")
        .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
        .set(Tag.SOPInstanceUID, UIDs.newUid())
        .set(Tag.StudyDate, DA.format(taken))
        .set(Tag.SeriesDate, DA.format(taken))
        .set(Tag.StudyTime, TM.format(taken))
        .set(Tag.SeriesTime, TM.format(taken))
        .set(Tag.Modality, "CR")
        .set(Tag.InstitutionName, INSTITUTION)
        .set(Tag.PatientName, patient.name())
        .set(Tag.PatientID, patient.patientId())
        .set(Tag.PatientBirthDate, DA.format(patient.birthDate()))
        .set(Tag.PatientSex, patient.sex())
        .set(Tag.StudyInstanceUID, study)
        .set(Tag.SeriesInstanceUID, series)
        .set(Tag.InstanceNumber, Integer.toString(instance));
  }

  /** What it shows, how it was taken. */
  static DataSet.Builder shown(
      DataSet.Builder image, String bodyPart, String protocol, String viewPosition) {
    return image
        .set(Tag.BodyPartExamined, bodyPart)
        .set(Tag.ProtocolName, protocol)
        .set(Tag.ViewPosition, viewPosition);
  }

  /** Its pixels, in cells of 16 bits. */
  static DataSet picture(
      DataSet.Builder image, int rows, int columns, int bits, byte[] littleEndian) {
    return pixels(image, rows, columns, bits, littleEndian).build();
  }

  /** The same, to be added to. */
  static DataSet.Builder pixels(
      DataSet.Builder image, int rows, int columns, int bits, byte[] littleEndian) {
    return image
        .set(Tag.PhotometricInterpretation, "MONOCHROME2")
        .setInts(Tag.SamplesPerPixel, 1)
        .setInts(Tag.Rows, rows)
        .setInts(Tag.Columns, columns)
        .setInts(Tag.BitsAllocated, 16)
        .setInts(Tag.BitsStored, bits)
        .setInts(Tag.HighBit, bits - 1)
        .setInts(Tag.PixelRepresentation, 0)
        .setBytes(Tag.PixelData, VR.OW, littleEndian);
  }
}
