/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.Part10;

/**
 * An invented patient whose name and numbers stand wherever they can: in tags, in texts, in pixels.
 */
final class CanaryPatient {
  static final String SENDER = "CANARY1";
  static final int WIDTH = 400;
  static final int HEIGHT = 300;

  /** The name is burned into the left half of the upper tenth. */
  static final BurnedInRegion BURNED_IN = new BurnedInRegion(0, 0, 50, 10);

  /** In small letters without diacritics; none may be found in what leaves the house. */
  static final List<String> SECRETS =
      List.of(
          "canarescu",
          "zefirina",
          "zefirinei",
          "2850914080011",
          "285 0914 080011",
          "his-77231",
          "14.09.1985",
          "1985-09-14",
          "19850914",
          "0722 123 456",
          "voiculescu",
          "marcelina",
          "1.2.826.0.1.3680043.8.498.77",
          "canary1");

  static final String CLINICAL =
      "Dispnee. Zefirina Cănărescu, CNP 285 0914 080011, n. 14.09.1985, tel. 0722 123 456;"
          + " rugat Dr. Marcelina Voiculescu.";
  static final String PRIOR =
      "Opacitate bazală dreapta la CANARESCU Zefirina (2850914080011, născută 1985-09-14), exam."
          + " 1.2.826.0.1.3680043.8.498.77.1.1. Semnat de Dr. Marcelina Voiculescu";

  /** What a model says that has read the name in the picture. */
  static final String ANSWER =
      "FINDINGS:\\nLabel: CANARESCU ZEFIRINA 2850914080011, born 14.09.1985. Opacity.\\n\\n"
          + "IMPRESSION:\\nPneumonia of Zefirina Canarescu.";

  private CanaryPatient() {}

  static String uid(int exam) {
    return "1.2.826.0.1.3680043.8.498.77." + exam + ".1";
  }

  /** One of her chest exams, a day after the one before. */
  static InputStream object(int exam) {
    return part10(uid(exam), dataSet(exam));
  }

  static String uid(int exam, int view) {
    return "1.2.826.0.1.3680043.8.498.77." + exam + "." + view;
  }

  /** Another view of one of her exams, from 2. */
  static InputStream view(int exam, int view, boolean saysBurnedIn) {
    DataSet.Builder dataSet = dataSet(exam).toBuilder().set(Tag.SOPInstanceUID, uid(exam, view));
    if (saysBurnedIn) {
      dataSet.set(Tag.BurnedInAnnotation, "YES");
    }
    return part10(uid(exam, view), dataSet.build());
  }

  private static int grey(int x, int y) {
    boolean label = y < HEIGHT / 10 && x < WIDTH / 2;
    // Letters of a kind: white bars and gaps.
    return label ? (x / 6 % 2 == 0 ? 4095 : 0) : 400 + (x * 7 + y * 5 + x * y % 97) % 3000;
  }

  private static byte[] cells() {
    byte[] cells = new byte[WIDTH * HEIGHT * 2];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int value = grey(i % WIDTH, i / WIDTH);
      cells[2 * i] = (byte) value;
      cells[2 * i + 1] = (byte) (value >> 8);
    }
    return cells;
  }

  private static DataSet dataSet(int exam) {
    return DataSet.builder()
        .set(Tag.SpecificCharacterSet, "ISO_IR 192")
        .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
        .set(Tag.SOPInstanceUID, uid(exam))
        .set(Tag.StudyInstanceUID, "1.2.826.0.1.3680043.8.498.77." + exam)
        .set(Tag.SeriesInstanceUID, "1.2.826.0.1.3680043.8.498.77." + exam + ".0")
        .set(Tag.PatientName, "Cănărescu^Zefirina")
        .set(Tag.PatientID, "2850914080011")
        .set(Tag.PatientBirthDate, "19850914")
        .set(Tag.PatientSex, "F")
        .set(Tag.StudyDate, "2026031" + exam)
        .set(Tag.StudyTime, "103000")
        .set(Tag.Modality, "CR")
        .set(Tag.ProtocolName, "Torace PA CANARESCU Zefirina")
        .setInts(Tag.SamplesPerPixel, 1)
        .set(Tag.PhotometricInterpretation, "MONOCHROME2")
        .setInts(Tag.Rows, HEIGHT)
        .setInts(Tag.Columns, WIDTH)
        .setInts(Tag.BitsAllocated, 16)
        .setInts(Tag.BitsStored, 12)
        .setInts(Tag.HighBit, 11)
        .setInts(Tag.PixelRepresentation, 0)
        .setBytes(Tag.PixelData, VR.OW, cells())
        .build();
  }

  private static InputStream part10(String uid, DataSet dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    try {
      Part10.writeHeader(out, syntax.uid(), SOPClass.ComputedRadiographyImageStorage, uid, SENDER);
      DataSetWriter.write(dataSet, out, syntax);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  /** Puts a radiologist's report into the database, as another program does. */
  static void putReport(
      Path database, int exam, @Nullable String text, @Nullable String justification) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT OR REPLACE INTO rad_reports (uid, id, text, radiologist, justification)"
                    + " VALUES (?, ?, ?, 'Dr. Marcelina Voiculescu', ?)")) {
      insert.setString(1, uid(exam));
      insert.setString(2, "R-" + exam);
      insert.setString(3, text);
      insert.setString(4, justification);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
