/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.exam.Cnp;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/** A door to a real directory and a real database, and objects to bring to it. */
abstract class IngestFixture {
  static final String CR = SOPClass.ComputedRadiographyImageStorage;
  static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  static final Instant NOW = Instant.parse("2024-07-01T10:00:00Z");
  static final IngestSource DX1 = new IngestSource("DX1", "192.0.2.7:104");

  @TempDir Path root;
  DataDirectory directory;
  ExamStore store;
  Ingest ingest;

  private final List<Ingest> doors = new ArrayList<>();

  /** What the door told of, in order. */
  final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  final void open() {
    directory = DataDirectory.open(root.resolve("data"));
    store =
        SqliteExamStore.open(
            directory.database(),
            StoreOptions.defaults(directory.backup()).withBusyTimeout(Duration.ofMillis(300)));
    ingest = ingest(options(0, 0));
  }

  @AfterEach
  final void close() {
    doors.forEach(Ingest::close);
    doors.clear();
    store.close();
    directory.close();
  }

  /** Ends the engine and starts it on the same directory. */
  final void restart() {
    close();
    told.clear();
    open();
  }

  final Ingest ingest(IngestOptions options) {
    return ingest(options, new Cnp());
  }

  final Ingest ingest(IngestOptions options, PatientIdScheme patientIds) {
    Ingest door =
        new Ingest(
            directory,
            store,
            options,
            new ExamHeaderReader(options, RegionOptions.defaults(), patientIds),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Traffic(),
            StageMeter.none(),
            told::add);
    doors.add(door);
    return door;
  }

  static IngestOptions options(int maxQueued, long minFreeBytes) {
    return options(maxQueued, minFreeBytes, Map.of());
  }

  static IngestOptions options(
      int maxQueued, long minFreeBytes, Map<String, SourceOptions> sources) {
    IngestOptions site = IngestOptions.defaults();
    return new IngestOptions(
        site.sopClasses(),
        site.modalities(),
        site.fallbackCharacterSet(),
        ZoneId.of("Europe/Bucharest"),
        false,
        maxQueued,
        minFreeBytes,
        sources);
  }

  static DataSet.Builder chest(String uid) {
    return DataSet.builder()
        .set(Tag.SpecificCharacterSet, "ISO_IR 192")
        .set(Tag.SOPClassUID, CR)
        .set(Tag.SOPInstanceUID, uid)
        .set(Tag.SeriesDate, "20240630")
        .set(Tag.SeriesTime, "101500")
        .set(Tag.Modality, "CR")
        .set(Tag.PatientName, "Olteanu^Maria")
        .set(Tag.PatientID, "2510819332176")
        .set(Tag.ProtocolName, "Torace p.a.")
        .set(Tag.StudyInstanceUID, "1.2.40")
        .set(Tag.SeriesInstanceUID, "1.2.40.1")
        .setInts(Tag.Rows, 64)
        .setInts(Tag.Columns, 64)
        .setBytes(Tag.PixelData, VR.OW, pixels(uid.hashCode()));
  }

  static byte[] pixels(long seed) {
    byte[] pixels = new byte[2 * 64 * 64];
    new Random(seed).nextBytes(pixels);
    return pixels;
  }

  static byte[] bytes(DataSet dataSet) {
    return bytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  static byte[] bytes(DataSet dataSet, TransferSyntax syntax) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DataSetWriter.write(dataSet, out, syntax);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] file(String uid, byte[] dataSet) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Part10.writeHeader(out, EXPLICIT, CR, uid, "ELSE");
      out.write(dataSet);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As C-STORE brings it. */
  final IngestResult store(String uid, byte[] dataSet) {
    return store(ingest, uid, dataSet);
  }

  static IngestResult store(Ingest door, String uid, byte[] dataSet) {
    try {
      return door.ingest(new ByteArrayInputStream(dataSet), EXPLICIT, CR, uid, DX1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the embedding program brings it. */
  final IngestResult bring(byte[] part10) {
    try {
      return ingest.ingest(new ByteArrayInputStream(part10), IngestSource.PROGRAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  final List<String> images() {
    return names(directory.images());
  }

  final List<String> incoming() {
    return names(directory.incoming());
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data set bytes of a stored file. */
  static byte[] dataSetOf(Path file) {
    try (var dicom = DicomFile.open(file)) {
      byte[] whole = Files.readAllBytes(file);
      int offset = (int) dicom.dataSetOffset();
      return Arrays.copyOfRange(whole, offset, whole.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That nothing was kept: no exam, no file, and one more row in the refusals. */
  final void assertRefused(IngestResult result, IngestResult.Outcome outcome) {
    assertThat(result.outcome()).as(result.message()).isEqualTo(outcome);
    assertThat(result.isStored()).isFalse();
    assertThat(incoming()).isEmpty();
    assertThat(images()).isEmpty();
    assertThat(told).isEmpty();
    assertThat(store.refusals(10))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.status()).isEqualTo(outcome.status());
              assertThat(refusal.reason()).isEqualTo(result.message()).isNotBlank();
              assertThat(refusal.at()).isEqualTo(NOW);
            });
  }

  /** A UID that no other test has. */
  static String newUid() {
    return UIDs.newUid();
  }

  /** A vendor's scheme with a fault. */
  static Optional<PatientIdentity> failsOnStrangeIds(String id) {
    if (id.equals("strange")) {
      throw new IllegalStateException("a fault of the plugin");
    }
    return Optional.empty();
  }

  static final Set<String> PATIENT_WORDS = Set.of("Olteanu", "Maria", "2510819332176");
}
