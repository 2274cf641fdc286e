/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomFile;

/** What a {@link QueryRetrievePacs} has: instances in memory. Safe for threads. */
public final class PacsArchive {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int SIDE = 64;
  private static final List<FictionalPatient> PATIENTS =
      List.of(
          FictionalPatient.OLTEANU,
          FictionalPatient.BRATESCU,
          FictionalPatient.TARCA,
          FictionalPatient.GHITA,
          FictionalPatient.NEAMTU,
          FictionalPatient.SERBANESCU);

  private final Map<String, ArchivedObject> objects = new ConcurrentSkipListMap<>();

  /** An archive with nothing in it. */
  public PacsArchive() {}

  /**
   * Adds a Part 10 file.
   *
   * @return its SOP Instance UID
   * @throws IOException if it cannot be read, or lacks one of the four UIDs
   */
  public String add(Path part10) throws IOException {
    try (DicomFile file = DicomFile.open(part10)) {
      byte[] bytes = Files.readAllBytes(part10);
      return add(
          Arrays.copyOfRange(bytes, (int) file.dataSetOffset(), bytes.length),
          file.transferSyntax());
    }
  }

  /**
   * Adds a data set as it is encoded; another one with its UID is replaced.
   *
   * @return its SOP Instance UID
   * @throws IOException if it cannot be understood, or lacks one of the four UIDs
   */
  public String add(byte[] dataSet, TransferSyntax syntax) throws IOException {
    ArchivedObject object = ArchivedObject.of(dataSet, syntax);
    objects.put(object.sopInstanceUid(), object);
    return object.sopInstanceUid();
  }

  /**
   * Adds a study of small CR images, one series, of a fictional person.
   *
   * @param number chooses the person and the pixels
   * @return its Study Instance UID
   */
  public String addStudy(int number, int images, LocalDateTime taken) throws IOException {
    String study = UIDs.newUid();
    addImages(study, number, images, taken);
    return study;
  }

  /** Adds one more series of small CR images to a study, as a late one does. */
  public void addImages(String studyInstanceUid, int number, int images, LocalDateTime taken)
      throws IOException {
    String series = UIDs.newUid();
    for (int i = 1; i <= images; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataSet image = image(studyInstanceUid, series, number, i, taken.plusSeconds(i));
      DataSetWriter.write(image, bytes, SYNTAX);
      add(bytes.toByteArray(), SYNTAX);
    }
  }

  /** Takes a study out. */
  public void removeStudy(String studyInstanceUid) {
    objects.values().removeIf(one -> one.value(Tag.StudyInstanceUID).equals(studyInstanceUid));
  }

  /** The encoded data set of each instance, by SOP Instance UID. */
  public Map<String, byte[]> dataSets() {
    Map<String, byte[]> all = new TreeMap<>();
    objects.forEach((uid, object) -> all.put(uid, object.bytes()));
    return all;
  }

  /** How many instances there are. */
  public int size() {
    return objects.size();
  }

  List<ArchivedObject> objects() {
    return new ArrayList<>(objects.values());
  }

  private static DataSet image(
      String study, String series, int number, int instance, LocalDateTime taken) {
    FictionalPatient patient = PATIENTS.get(Math.floorMod(number, PATIENTS.size()));
    DataSet.Builder image =
        SimulatedImage.of(patient, study, series, instance, taken)
            .set(Tag.AccessionNumber, "A" + number)
            .set(Tag.StudyID, Integer.toString(number))
            .set(Tag.SeriesNumber, "1");
    SimulatedImage.shown(image, "CHEST", "Torace p.a.", "PA");
    return SimulatedImage.picture(image, SIDE, SIDE, 12, pixels(number * 31 + instance));
  }

  private static byte[] pixels(int seed) {
    byte[] pixels = new byte[SIDE * SIDE * 2];
    for (int i = 0; i < pixels.length; i += 2) {
      int value = (i * 7 + seed * 13) % 4096;
      pixels[i] = (byte) value;
      pixels[i + 1] = (byte) (value >> 8);
    }
    return pixels;
  }
}
