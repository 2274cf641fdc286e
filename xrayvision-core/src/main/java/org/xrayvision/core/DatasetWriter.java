/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.Period;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.RadReport;
import org.xrayvision.core.analysis.Release;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.FolderTree;

/**
 * The files of a data set: {@code train}, {@code validate} and {@code test}, in each a picture, the
 * radiologist's text and metadata for each exam. All exams of a patient are in the same part, at
 * each export. No name, id, UID or date is in any file or name. Safe for threads.
 */
final class DatasetWriter {
  private static final List<String> PARTS = List.of("train", "validate", "test");
  private static final int TRAIN = 80;
  private static final int VALIDATE = 90;
  private static final int OLDEST = 90;
  private static final int NAME_BYTES = 8;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ExamStore store;
  private final DataDirectory directory;
  private final Release release;
  private final Function<String, Optional<Path>> pictures;

  DatasetWriter(
      ExamStore store,
      DataDirectory directory,
      Release release,
      Function<String, Optional<Path>> pictures) {
    this.store = store;
    this.directory = directory;
    this.release = release;
    this.pictures = pictures;
  }

  /** An empty folder for one. */
  DatasetTarget open(Path part) throws IOException {
    delete(part);
    DataDirectory.createPrivately(part);
    for (String name : PARTS) {
      Files.createDirectory(part.resolve(name));
    }
    return new DatasetTarget.Folder(part, directory);
  }

  /**
   * Writes one exam.
   *
   * @return why it was left out, or null
   */
  @Nullable String write(DatasetTarget target, ExamView view) throws IOException {
    Exam exam = view.exam();
    if (exam.status() != ExamStatus.DONE) {
      return "exams that are not read are left out";
    }
    List<ExamEvent> journal = store.journal(exam.uid());
    Optional<String> inside = release.whyNot(journal);
    if (inside.isPresent()) {
      return inside.get().replace("this model is", "a data set goes");
    }
    Path png = pictures.apply(exam.uid()).orElse(null);
    if (png == null) {
      return "exams without a picture are left out";
    }
    byte[] picture;
    try {
      picture = release.picture(exam, png, journal);
    } catch (NoSuchFileException e) {
      return "exams without a picture are left out";
    }
    String split = split(exam.patient().key());
    String name = name("exam", exam.uid());
    String path = split + "/" + name;
    Scrubber scrubber = Scrubber.of(exam, List.of());
    RadReport report = exam.radReport();
    target.put(path + ".png", picture);
    String text = report == null || report.text() == null ? "" : scrubber.scrub(report.text());
    target.put(path + ".txt", text.getBytes(StandardCharsets.UTF_8));
    target.put(path + ".json", MAPPER.writeValueAsBytes(metadata(view, name, split, scrubber)));
    target.countExam(split);
    return null;
  }

  private ObjectNode metadata(ExamView view, String name, String split, Scrubber scrubber) {
    Exam exam = view.exam();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", name).put("patient", name("patient", exam.patient().key()));
    json.put("reading", name("reading", view.reading().key())).put("split", split);
    json.put("age", age(exam));
    json.put("sex", exam.patient().sex() == null ? null : exam.patient().sex().name());
    json.put("protocol", scrubber.scrub(exam.protocol())).put("region", exam.region());
    json.put("projection", exam.projection()).put("modality", exam.modality());
    json.put("truth", truth(view));
    AiReport ai = exam.aiReport();
    if (ai != null) {
      json.putObject("ai")
          .put("model", ai.model())
          .put("severity", ai.severity())
          .put("confidence", ai.confidence())
          .put("summary", scrubber.scrub(ai.summary()))
          .put("text", scrubber.scrub(ai.text()));
    }
    RadReport rad = exam.radReport();
    if (rad != null) {
      json.putObject("report")
          .put("severity", rad.severity())
          .put("summary", scrubber.scrub(rad.summary()))
          .put("text", scrubbed(rad.text(), scrubber))
          .put("text_en", scrubbed(rad.textTranslated(), scrubber))
          .put("justification", scrubbed(rad.justification(), scrubber));
    }
    return json;
  }

  private static @Nullable String scrubbed(@Nullable String text, Scrubber scrubber) {
    return text == null ? null : scrubber.scrub(text);
  }

  /** In whole years at the exam; the oldest are few, and known by their age. */
  private static @Nullable Integer age(Exam exam) {
    LocalDate birth = exam.patient().birthDate();
    LocalDate then = exam.created().toLocalDate();
    return birth == null || birth.isAfter(then)
        ? null
        : (Integer) Math.min(OLDEST, Period.between(birth, then).getYears());
  }

  /** What a review or the report says of the reading: abnormal or not. */
  private static @Nullable Boolean truth(ExamView view) {
    Boolean positive = view.reading().positive();
    Boolean correct = view.correct();
    if (positive == null || correct == null) {
      return null;
    }
    return positive.equals(correct);
  }

  void finish(DatasetTarget target, DatasetStatus status) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("form", 1).put("exams", status.written()).put("left_out", status.leftOut());
    json.put("why_left_out", status.message());
    ObjectNode parts = json.putObject("parts");
    for (String name : PARTS) {
      parts.put(name, target.exams(name));
    }
    json.put(
        "note",
        "Pictures, reports and metadata without names, ids and dates. Texts were cleaned by rules,"
            + " which can miss something: have a person look before they are given away.");
    target.put("dataset.json", MAPPER.writeValueAsBytes(json));
    target.end();
  }

  private String split(String patient) {
    int place = Math.floorMod(ByteBuffer.wrap(hash("split", patient)).getInt(), 100);
    return PARTS.get(place < TRAIN ? 0 : place < VALIDATE ? 1 : 2);
  }

  private String name(String kind, String id) {
    return HexFormat.of().formatHex(hash(kind, id), 0, NAME_BYTES);
  }

  private byte[] hash(String kind, String id) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(store.records().datasetKey()).array();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
      return mac.doFinal((kind + ":" + id).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** Deletes a folder, as far as it can be. */
  static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      // What is left has a name that says it is not whole.
    }
  }
}
