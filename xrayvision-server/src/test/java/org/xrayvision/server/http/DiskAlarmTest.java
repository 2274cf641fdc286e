/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.auth.Masking;
import org.xrayvision.server.config.DicomSettings;
import org.xrayvision.server.dicom.DicomDoor;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.spi.VisionAnswer;

/**
 * A disk that fills up under a running server, and is emptied again. The disk is that of memory
 * where there is one, as nobody else writes to it meanwhile.
 */
@Timeout(60)
class DiskAlarmTest {
  private final ServerMetrics metrics = new ServerMetrics();
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Path PICTURE = Path.of("../testdata/ts/cr_explicit.dcm");
  private static final int MB = 1_000_000;
  private static final int ROOM = 100 * MB;

  private Path folder = Path.of("");
  private XRayVision engine;
  private DicomDoor door;

  @BeforeEach
  void open() throws IOException {
    folder =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "xrayvision-disk")
            : Files.createTempDirectory("xrayvision-disk");
    long free = Files.getFileStore(folder).getUsableSpace();
    IngestOptions usual = IngestOptions.defaults();
    engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(request -> VisionAnswer.builder().text("Normal.").model("test").build())
            .ingestOptions(
                new IngestOptions(
                    usual.sopClasses(),
                    usual.modalities(),
                    usual.fallbackCharacterSet(),
                    usual.timeZone(),
                    true,
                    0,
                    free - ROOM,
                    usual.sources()))
            .build();
    engine.start();
    Duration time = Duration.ofSeconds(10);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    door =
        new DicomDoor(
            new DicomSettings("XRV", loopback, 0, 262_144, 4, time, time, time, false, Set.of()),
            engine,
            metrics.dicom());
    door.start();
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    metrics.close();
    engine.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aFullDiskIsRefusedBeforeAnythingIsWrittenAndShownUntilThereIsRoom() throws Exception {
    assertThat(storage().get("low").asBoolean()).isFalse();
    assertThat(storage().get("free_mb").isNull()).isTrue();

    Path filler = folder.resolve("filler");
    Files.write(filler, new byte[2 * ROOM]);
    List<String> before = files();
    Status refused = store();

    assertThat(refused.code()).isEqualTo(0xA700);
    assertThat(refused.comment()).contains("free disk");
    assertThat(files()).isEqualTo(before);
    assertThat(engine.refusals(10)).extracting(Refusal::status).containsExactly(0xA700);
    JsonNode low = storage();
    assertThat(low.get("low").asBoolean()).isTrue();
    assertThat(low.get("free_mb").asLong()).isLessThan(low.get("min_free_mb").asLong());

    Files.delete(filler);
    assertThat(storage().get("low").asBoolean()).isFalse();
    assertThat(store().code()).isZero();
    assertThat(engine.load().diskLow()).isFalse();
  }

  private JsonNode storage() {
    return new LiveMessages(
            engine, Queries.off("none is set"), List::of, new ExamJson(5), Masking.NONE)
        .state()
        .get("storage");
  }

  private List<String> files() throws IOException {
    try (var incoming = Files.list(folder.resolve("incoming"));
        var images = Files.list(folder.resolve("images"))) {
      return java.util.stream.Stream.concat(incoming, images).map(Path::toString).sorted().toList();
    }
  }

  private Status store() throws IOException {
    RequestorOptions to =
        RequestorOptions.builder()
            .callingAETitle("SENDER")
            .calledAETitle("XRV")
            .host("127.0.0.1")
            .port(door.port())
            .contexts(
                List.of(
                    ProposedContext.of(
                        SOPClass.ComputedRadiographyImageStorage, "1.2.840.10008.1.2.1")))
            .build();
    byte[] bytes = Files.readAllBytes(PICTURE);
    try (DicomFile file = DicomFile.open(PICTURE);
        Association association = Association.open(to)) {
      int offset = (int) file.dataSetOffset();
      InputStream dataSet = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
      return association.store(
          SOPClass.ComputedRadiographyImageStorage,
          file.dataSet().string(Tag.SOPInstanceUID).orElseThrow(),
          "1.2.840.10008.1.2.1",
          dataSet);
    }
  }
}
