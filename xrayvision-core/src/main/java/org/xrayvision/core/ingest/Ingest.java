/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.EngineStage;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.Verification;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.StoreException;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.FileMeta;
import org.xrayvision.dicom.io.ParsedDataSet;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.dicom.io.ReadLimits;

/**
 * The only door: takes an object, and says that it is stored when neither a crash nor a power cut
 * can undo it. Safe for threads.
 *
 * <p>The way of an object: it is written to {@code incoming/<random>.part} while its header is read
 * and its structure checked; checked against its announcement and against what is taken; forced to
 * disk; named {@code images/<uid>.dcm}, where nothing stands yet; the folder is forced; the row is
 * committed as {@code none}; then, and only then, the answer is success. What goes wrong on the
 * sender's side has its own status; our own trouble is always {@link Outcome#OUT_OF_RESOURCES}, so
 * that the sender tries again. Every failure is noted in the store as a {@link Refusal}.
 */
public final class Ingest implements AutoCloseable {
  private static final int HEADER_BUFFER = 1 << 16;
  private static final IngestSource FOLDER = new IngestSource(null, "images folder");

  private final DataDirectory directory;
  private final FileStore disk;
  private final ExamStore store;
  private final IngestOptions options;
  private final Checks checks;
  private final Shelf shelf;
  private final Incoming incoming;
  private final ReadLimits limits = ReadLimits.defaults();
  private final Clock clock;
  private final Traffic traffic;
  private final StageMeter meter;

  /**
   * A door to this directory and store, which it does not close.
   *
   * @param traffic is told of each object that comes and goes
   * @param meter hears how long each took
   * @param onStored is told the UID of each exam that waits for its picture, or to be tried again;
   *     called on the sender's thread, must return at once and throw nothing
   * @throws StoreException if the directory's disk does not answer
   */
  public Ingest(
      DataDirectory directory,
      ExamStore store,
      IngestOptions options,
      ExamHeaderReader headers,
      Clock clock,
      Traffic traffic,
      StageMeter meter,
      Consumer<String> onStored) {
    this.directory = directory;
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.traffic = traffic;
    this.meter = meter;
    incoming = Incoming.in(directory.incoming());
    checks = new Checks(options, headers);
    Publisher publisher = Publisher.in(directory.incoming());
    shelf = new Shelf(directory, store, headers, limits, publisher, onStored);
    try {
      disk = Files.getFileStore(directory.incoming());
    } catch (IOException e) {
      throw new StoreException("the disk of " + directory.root() + " does not answer", e);
    }
  }

  /**
   * Takes a data set as C-STORE brings it.
   *
   * @param dataSet read to its end where the object is taken; not closed
   * @throws IOException what the stream itself throws: it was not complete, nothing is kept
   */
  public IngestResult ingest(
      InputStream dataSet,
      String transferSyntaxUid,
      String sopClassUid,
      String sopInstanceUid,
      IngestSource source)
      throws IOException {
    Arrival arrival = new Arrival(source, clock.instant());
    arrival.isAnnouncedAs(sopClassUid, sopInstanceUid);
    return answer(
        arrival,
        () -> {
          makeSureOfRoom();
          Checks.Announced announced =
              checks.announced(transferSyntaxUid, sopClassUid, sopInstanceUid);
          return take(dataSet, announced.transferSyntax(), announced, arrival);
        });
  }

  /**
   * Takes a DICOM file (PS3.10), with or without preamble and file meta information.
   *
   * @param part10 read to its end where the object is taken; not closed
   * @throws IOException what the stream itself throws: it was not complete, nothing is kept
   */
  public IngestResult ingest(InputStream part10, IngestSource source) throws IOException {
    Arrival arrival = new Arrival(source, clock.instant());
    return answer(
        arrival,
        () -> {
          makeSureOfRoom();
          InputStream in = new BufferedInputStream(part10, HEADER_BUFFER);
          FileMeta meta = readMeta(in);
          return take(in, meta.transferSyntax(), announcedBy(meta, arrival), arrival);
        });
  }

  /** The steps of one object. */
  private interface Steps {
    IngestResult run() throws IOException, RefusedException;
  }

  private IngestResult answer(Arrival arrival, Steps steps) throws IOException {
    traffic.enters();
    try {
      return run(arrival, steps);
    } finally {
      traffic.leaves();
    }
  }

  private IngestResult run(Arrival arrival, Steps steps) throws IOException {
    IngestResult failure;
    try {
      return steps.run();
    } catch (SenderFailedException e) {
      throw e.original();
    } catch (RefusedException e) {
      failure = arrival.failed(e.outcome(), said(e));
    } catch (DicomException e) {
      failure = arrival.failed(Outcome.CANNOT_UNDERSTAND, said(e));
    } catch (IOException e) {
      failure = arrival.failed(Outcome.OUT_OF_RESOURCES, "disk trouble, try later: " + reason(e));
    } catch (StoreException e) {
      failure =
          arrival.failed(Outcome.OUT_OF_RESOURCES, "database trouble, try later: " + e.reason());
    } catch (RuntimeException e) {
      failure = arrival.failed(Outcome.PROCESSING_FAILURE, "a fault in this program: " + where(e));
    }
    note(arrival.refusal(failure));
    return failure;
  }

  private static String said(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Without the paths that messages of the file system begin with: a peer reads it too. */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  /** A message of somebody else's exception may hold a patient's data; its place does not. */
  private static String where(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private void note(Refusal refusal) {
    try {
      store.refuse(refusal);
    } catch (StoreException e) {
      // The sender has to be answered all the same, and the answer tells no less than the row.
    }
  }

  private void makeSureOfRoom() throws IOException, RefusedException {
    if (disk.getUsableSpace() < options.minFreeBytes()) {
      throw new RefusedException(Outcome.OUT_OF_RESOURCES, "too little free disk, try later");
    }
    if (options.maxQueued() > 0 && store.counts(clock.instant()).waiting() >= options.maxQueued()) {
      throw new RefusedException(Outcome.OUT_OF_RESOURCES, "too many exams wait, try later");
    }
  }

  private FileMeta readMeta(InputStream in) throws IOException {
    try {
      return Part10.readMeta(in, limits);
    } catch (DicomException e) {
      throw e;
    } catch (IOException e) {
      throw new SenderFailedException(e);
    }
  }

  /** What the file meta information announces, or null where it does not. */
  private Checks.@Nullable Announced announcedBy(FileMeta meta, Arrival arrival)
      throws RefusedException {
    String sopClass = meta.elements().string(Tag.MediaStorageSOPClassUID).orElse(null);
    String sopInstance = meta.elements().string(Tag.MediaStorageSOPInstanceUID).orElse(null);
    arrival.isAnnouncedAs(sopClass, sopInstance);
    return sopClass == null || sopInstance == null
        ? null
        : checks.announced(meta.transferSyntax().uid(), sopClass, sopInstance);
  }

  private IngestResult take(
      InputStream dataSet,
      TransferSyntax syntax,
      Checks.@Nullable Announced announced,
      Arrival arrival)
      throws IOException, RefusedException {
    long begun = System.nanoTime();
    try (PartFile part = incoming.create()) {
      if (announced != null) {
        part.writeHeader(
            syntax.uid(), announced.sopClassUid(), announced.sopInstanceUid(), arrival.sender());
      }
      InputStream copying = part.copying(dataSet);
      ParsedDataSet parsed = DataSetParser.parse(copying, syntax, limits);
      copying.transferTo(OutputStream.nullOutputStream()); // padding after a deflated data set
      String uid = checks.dataSet(parsed.dataSet(), announced, arrival.sender());
      Received object =
          new Received(
              uid,
              parsed.dataSet(),
              syntax,
              part.dataSetSha256(),
              part.dataSetLength(),
              arrival.sender(),
              arrival.at());
      meter.since(EngineStage.RECEIVE, begun);
      return put(object, part, announced != null);
    }
  }

  private IngestResult put(Received object, PartFile part, boolean hasHeader)
      throws IOException, RefusedException {
    long begun = System.nanoTime();
    try {
      return hasHeader ? shelf.put(object, part) : withHeader(object, part);
    } finally {
      meter.since(EngineStage.STORE, begun);
    }
  }

  /** Who the object is was known only at its end: the file is written once more, header first. */
  private IngestResult withHeader(Received object, PartFile bare)
      throws IOException, RefusedException {
    String sopClass = object.dataSet().string(Tag.SOPClassUID).map(UIDs::trim).orElseThrow();
    try (PartFile part = incoming.create();
        InputStream dataSet = bare.reopen()) {
      part.writeHeader(object.transferSyntax().uid(), sopClass, object.uid(), object.sender());
      part.copying(dataSet).transferTo(OutputStream.nullOutputStream());
      return shelf.put(object, part);
    }
  }

  /**
   * Brings back what a crash left between file and row, and deletes what had not arrived whole. To
   * be called once, before the first object is taken.
   *
   * @throws StoreException if the folders cannot be listed, or the store does not take the rows
   */
  public Recovery recover() {
    return Recovery.run(directory, store, shelf);
  }

  /** Ends its threads. What is still arriving may fail, and is then not acknowledged. */
  @Override
  public void close() {
    incoming.close();
  }

  /**
   * Offers a file of the images folder, or of one below it, once more: one that bears its
   * SOPInstanceUID as its name is looked at where it lies, another one is taken as if it had been
   * sent.
   *
   * @throws IOException if it cannot be read, or the disk is in trouble
   * @throws StoreException if the database is in trouble
   */
  public Offered offerAgain(Path file) throws IOException {
    try {
      Optional<Offered> ours = shelf.offerAgain(file, clock.instant());
      if (ours.isPresent()) {
        return ours.get();
      }
    } catch (NoSuchFileException e) {
      return Offered.UNCHANGED; // its exam is done, and it was deleted meanwhile
    } catch (DicomException | RefusedException e) {
      return Offered.NOT_TAKEN;
    }
    try (InputStream in = Files.newInputStream(file)) {
      IngestResult result = ingest(in, FOLDER);
      return !result.isStored()
          ? Offered.NOT_TAKEN
          : result.outcome() == Outcome.STORED ? Offered.TAKEN : Offered.UNCHANGED;
    }
  }

  /**
   * Whether an object, and all others that came with its UID, are on the disk as they were
   * received.
   *
   * @throws IllegalArgumentException if a UID cannot be one
   */
  public Verification verify(String sopClassUid, String sopInstanceUid) {
    if (!UIDs.isValid(sopClassUid) || !UIDs.isValid(sopInstanceUid)) {
      throw new IllegalArgumentException("a UID is 1 to 64 digits and single dots");
    }
    return KeptObjects.verify(directory, store, limits, sopClassUid, sopInstanceUid);
  }

  /**
   * Deletes {@code <uid>.dcm} of an exam that is {@code done} and has no conflict, unless DICOM
   * files are kept. The same object sent again is still known by its hash.
   *
   * @return whether a file was deleted
   * @throws IOException if it cannot be deleted
   */
  public boolean deleteDicom(String uid) throws IOException {
    return !options.keepDicom() && shelf.deleteDicom(uid);
  }

  /**
   * Deletes a file of an exam that is forgotten, unless the object came again meanwhile.
   *
   * @return whether a file was deleted
   * @throws IOException if it cannot be deleted
   */
  public boolean deleteForgotten(String uid, Path file) throws IOException {
    return shelf.deleteForgotten(uid, file);
  }
}
