/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.simulator.his.PerformedExam;

/**
 * Sends the day's X-rays of six fictional people to a listener on loopback, one study every few
 * seconds, over and over with new UIDs. Speaks real DICOM. Safe for threads.
 */
public final class PacsSimulator implements AutoCloseable {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private final RequestorOptions requestor;
  private final PictureSource pictures;
  private final Duration interval;
  private final Clock clock;
  private final Consumer<String> said;
  private final Consumer<PerformedExam> performed;
  private final Thread thread;

  private PacsSimulator(
      int port,
      String calledAETitle,
      Duration interval,
      PictureSource pictures,
      Clock clock,
      Consumer<String> said,
      Consumer<PerformedExam> performed) {
    this.requestor =
        RequestorOptions.builder()
            .callingAETitle("SIMPACS")
            .calledAETitle(calledAETitle)
            .host("127.0.0.1")
            .port(port)
            .contexts(
                List.of(
                    new ProposedContext(
                        SOPClass.ComputedRadiographyImageStorage, List.of(SYNTAX.uid()))))
            .build();
    this.interval = interval;
    this.pictures = pictures;
    this.clock = clock;
    this.said = said;
    this.performed = performed;
    this.thread = new Thread(this::run, "xrv-sim-pacs");
    thread.setDaemon(true);
  }

  /**
   * Starts to send.
   *
   * @param port of the listener on 127.0.0.1
   * @param calledAETitle its AE title
   * @param interval between two studies
   * @param ownPictures a folder of PNGs to send in place of the phantoms, or null
   * @param clock whose zone is the site's
   * @param said told, in words without a name, what was sent or why not
   * @throws IOException if the folder holds no PNG
   */
  public static PacsSimulator start(
      int port,
      String calledAETitle,
      Duration interval,
      @Nullable Path ownPictures,
      Clock clock,
      Consumer<String> said)
      throws IOException {
    return start(port, calledAETitle, interval, ownPictures, clock, said, exam -> {});
  }

  /**
   * Starts to send, and tells a hospital of each picture before it is sent.
   *
   * @param performed told of each exam; must return quickly
   * @throws IOException if the folder holds no PNG
   */
  public static PacsSimulator start(
      int port,
      String calledAETitle,
      Duration interval,
      @Nullable Path ownPictures,
      Clock clock,
      Consumer<String> said,
      Consumer<PerformedExam> performed)
      throws IOException {
    PacsSimulator simulator =
        new PacsSimulator(
            port, calledAETitle, interval, new PictureSource(ownPictures), clock, said, performed);
    simulator.thread.start();
    return simulator;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
        SimulatedExam exam = SimulatedExam.DAY.get(i % SimulatedExam.DAY.size());
        try {
          send(exam);
        } catch (IOException e) {
          said.accept("the simulated PACS could not send: " + e.getMessage());
        }
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(SimulatedExam exam) throws IOException {
    String study = UIDs.newUid();
    LocalDateTime taken = LocalDateTime.now(clock).minusDays(exam.daysAgo());
    try (Association association = Association.open(requestor)) {
      int number = 0;
      for (SimulatedExam.View view : exam.views()) {
        number++;
        performed.accept(performed(exam.patient(), view, study, taken.plusSeconds(number)));
        DataSet dataSet = dataSet(exam.patient(), view, study, number, taken.plusSeconds(number));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataSetWriter.write(dataSet, bytes, SYNTAX);
        Status status =
            association.store(
                SOPClass.ComputedRadiographyImageStorage,
                dataSet.string(Tag.SOPInstanceUID).orElseThrow(),
                SYNTAX.uid(),
                new ByteArrayInputStream(bytes.toByteArray()));
        said.accept("the simulated PACS sent " + view.protocol() + ": " + status);
      }
      association.release();
    }
  }

  private static PerformedExam performed(
      FictionalPatient patient, SimulatedExam.View view, String study, LocalDateTime taken) {
    return new PerformedExam(
        patient.patientId(),
        patient.name(),
        patient.birthDate(),
        patient.sex(),
        study,
        taken,
        PerformedExam.regionOf(view.bodyPart()),
        view.picture());
  }

  private DataSet dataSet(
      FictionalPatient patient,
      SimulatedExam.View view,
      String study,
      int number,
      LocalDateTime taken)
      throws IOException {
    PictureSource.Pixels pixels = pictures.pixels(view.picture());
    DataSet.Builder image = SimulatedImage.of(patient, study, UIDs.newUid(), number, taken);
    SimulatedImage.shown(image, view.bodyPart(), view.protocol(), view.viewPosition());
    return SimulatedImage.picture(
        image, pixels.rows(), pixels.columns(), PictureSource.BITS, pixels.littleEndian());
  }
}
