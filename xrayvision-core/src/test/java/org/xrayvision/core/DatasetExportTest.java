/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.Sex;
import org.xrayvision.core.DatasetStatus.State;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionRequest;

/** What a data set holds, and what it does not: anything that tells who a patient is. */
@Timeout(120)
class DatasetExportTest {
  private static final int PATIENTS = 12;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir private Path folder;
  private final Set<String> identifiers = new HashSet<>();
  private XRayVision engine;

  /** Twelve patients with two exams each, and one exam each from two other senders. */
  @BeforeEach
  void readExams() throws Exception {
    IngestOptions usual = IngestOptions.defaults();
    engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(DatasetExportTest::look)
            .ingestOptions(
                new IngestOptions(
                    usual.sopClasses(),
                    usual.modalities(),
                    usual.fallbackCharacterSet(),
                    usual.timeZone(),
                    true,
                    0,
                    usual.minFreeBytes(),
                    Map.of(
                        "ROOM", source(List.of()),
                        "BOX", source(List.of(new BurnedInRegion(0, 0, 50, 50))))))
            .build();
    engine.start();
    for (int i = 0; i < PATIENTS; i++) {
      read("PID-77" + i, "ROOM");
      read("PID-77" + i, "ROOM");
    }
    read("PID-BOX", "BOX");
    read("PID-UNKNOWN", "UNKNOWN");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static SourceOptions source(List<BurnedInRegion> burnedIn) {
    return new SourceOptions(null, null, null, null, burnedIn);
  }

  private static VisionAnswer look(VisionRequest request) {
    return VisionAnswer.of(
        "FINDINGS:\nFilm of Vasilescu Anca, born 12.03.1948.\n\nIMPRESSION:\nNormal.");
  }

  private void read(String patient, String sender) throws Exception {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (100 + i % 131);
    }
    String uid = UIDs.newUid();
    ExamMetadata exam =
        ExamMetadata.builder(uid, "DX")
            .patientId(patient)
            .patientName("Vasilescu^Anca")
            .patientBirthDate(LocalDate.of(1930, 3, 12))
            .patientSex(Sex.F)
            .protocolName("Torace PA Vasilescu")
            .build();
    identifiers.addAll(List.of(uid, patient));
    engine.ingest(DecodedPicture.of8Bit(pixels, 64, 64), exam, new IngestSource(sender, "x"));
    AnalysisResult result = engine.awaitAnalysis(uid, Duration.ofSeconds(60));
    assertThat(result.outcome()).isEqualTo(AnalysisResult.Outcome.DONE);
  }

  private Path export() throws InterruptedException {
    DatasetExport datasets = engine.records().datasets();
    assertThat(datasets.start(ExamQuery.all(1, 1))).isTrue();
    while (datasets.status().state() == State.RUNNING) {
      Thread.sleep(20);
    }
    DatasetStatus status = datasets.status();
    assertThat(status.state()).as(status.message()).isEqualTo(State.DONE);
    return status.folder();
  }

  private static List<Path> files(Path set) throws IOException {
    try (Stream<Path> files = Files.walk(set)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Set<String> names(Path set) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : files(set)) {
      names.add(set.relativize(file).toString());
    }
    return names;
  }

  @Test
  void aPatientIsInOnePartAndNobodyCanBeToldFromAnyFile() throws Exception {
    Path set = export();
    Map<String, Set<String>> parts = new HashMap<>();
    for (Path file : files(set)) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      assertThat(text + set.relativize(file))
          .doesNotContainIgnoringCase("Vasilescu", "Anca", "1930", "1948", "12.03")
          .doesNotContain(identifiers.toArray(String[]::new));
      if (file.toString().endsWith(".json") && !file.getParent().equals(set)) {
        JsonNode json = MAPPER.readTree(text);
        String part = file.getParent().getFileName().toString();
        assertThat(json.get("split").asText()).isEqualTo(part);
        assertThat(json.get("age").asInt()).isEqualTo(90);
        assertThat(json.get("region").asText()).isEqualTo("chest");
        parts.computeIfAbsent(json.get("patient").asText(), key -> new HashSet<>()).add(part);
        assertThat(file.resolveSibling(json.get("id").asText() + ".png")).exists();
        assertThat(file.resolveSibling(json.get("id").asText() + ".txt")).exists();
      }
    }
    assertThat(parts).hasSize(PATIENTS + 1);
    assertThat(parts.values()).allMatch(of -> of.size() == 1);
    assertThat(set.resolveSibling(set.getFileName() + ".part")).doesNotExist();
  }

  @Test
  void whatMayHaveNamesInItsPixelsStaysInsideOrIsPaintedOver() throws Exception {
    Path set = export();
    DatasetStatus status = engine.records().datasets().status();
    assertThat(status.written()).isEqualTo(2 * PATIENTS + 1);
    assertThat(status.leftOut()).isEqualTo(1);
    assertThat(status.total()).isEqualTo(2 * PATIENTS + 2);
    assertThat(status.message()).contains("UNKNOWN", "burned_in_regions");
    int black = 0;
    for (Path file : files(set)) {
      if (file.toString().endsWith(".png")) {
        var image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
        int middle = image.getRaster().getSample(image.getWidth() / 4, image.getHeight() / 4, 0);
        black += middle == 0 ? 1 : 0;
      }
    }
    assertThat(black).isEqualTo(1);
    JsonNode about = MAPPER.readTree(Files.readAllBytes(set.resolve("dataset.json")));
    assertThat(about.get("exams").asInt()).isEqualTo(2 * PATIENTS + 1);
    assertThat(about.get("left_out").asInt()).isEqualTo(1);
  }

  @Test
  void theSameExamsAreInTheSamePartsUnderTheSameNamesEachTime() throws Exception {
    Path first = export();
    Path second = export();

    assertThat(second).isNotEqualTo(first);
    assertThat(names(second)).isEqualTo(names(first)).hasSize(3 * (2 * PATIENTS + 1) + 1);
  }

  @Test
  void theStreamHoldsTheFilesOfTheFolderAndNothingIsKept() throws Exception {
    Path set = export();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    engine.records().datasets().zip(ExamQuery.all(1, 1), bytes);

    Set<String> streamed = new TreeSet<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getTimeLocal().getYear()).as("no date").isEqualTo(1980);
        String name = entry.getName().substring("dataset/".length());
        assertThat(zip.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(set.resolve(name)));
        streamed.add(name);
      }
    }
    assertThat(streamed).isEqualTo(names(set));
    try (Stream<Path> kept = Files.list(set.getParent())) {
      assertThat(kept).containsExactly(set);
    }
  }

  @Test
  void aBrokenStreamEndsTheWriting() {
    OutputStream broken =
        new OutputStream() {
          private int left = 1_000;

          @Override
          public void write(int b) throws IOException {
            if (left-- == 0) {
              throw new IOException("the reader has gone");
            }
          }
        };
    DatasetExport datasets = engine.records().datasets();
    assertThatThrownBy(() -> datasets.zip(ExamQuery.all(1, 1), broken))
        .hasMessage("the reader has gone");
    assertThat(datasets.status().state()).isEqualTo(State.NONE);
  }

  @Test
  void eventsTellHowItGoes() throws Exception {
    long before = engine.lastSeq();
    export();
    List<ExamEvent> events;
    do {
      events =
          engine.events(before, 100).stream()
              .filter(event -> event.kind().equals(DatasetExport.EVENT))
              .toList();
    } while (events.size() < 2);

    assertThat(events)
        .extracting(event -> event.payload().get("state"))
        .containsExactly("running", "done");
    assertThat(events).allMatch(event -> event.uid() == null);
    assertThat(events.get(1).payload().get("written"))
        .isEqualTo(Integer.toString(2 * PATIENTS + 1));
  }
}
