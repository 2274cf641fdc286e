/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.FindResult;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.Status;

/**
 * The C-FINDs of a worker (PS3.4 §C.4.1). Used by one thread at a time; remembers whether the PACS
 * takes ModalitiesInStudy as a key.
 */
final class StudyQuery {
  private static final DateTimeFormatter DA = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final int MOST_STUDIES = 20_000;
  private static final int MOST_SERIES = 1_000;
  private static final int MOST_IMAGES = 10_000;

  private final QueryRoot root;
  private final Set<String> modalities;
  private boolean byModality = true;

  StudyQuery(QueryRoot root, Set<String> modalities) {
    this.root = root;
    this.modalities = Set.copyOf(modalities);
  }

  /** The PACS ended a C-FIND with something else than all its matches. */
  static final class FailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    private FailedException(Status status, String message) {
      super(message);
      this.status = status;
    }

    Status status() {
      return status;
    }
  }

  /**
   * What names a study in an identifier: below the patient level, Patient Root wants the patient
   * too.
   */
  record Keys(String studyUid, @Nullable String patientId) {
    DataSet.Builder identifier(QueryLevel level) {
      DataSet.Builder builder = level.identifier().set(Tag.StudyInstanceUID, studyUid);
      return patientId == null ? builder : builder.set(Tag.PatientID, patientId);
    }
  }

  /** A series of a study; -1 where the number of its instances was not told. */
  record Series(String uid, String modality, int instances) {}

  /** All studies of these days that may have one of the modalities, each once. */
  Collection<FoundStudy> studies(Association association, List<LocalDate> days) throws IOException {
    Map<String, FoundStudy> found = new LinkedHashMap<>();
    for (LocalDate day : days) {
      // One at a time: a list of values is no matching that a PACS must know (PS3.4 §C.2.2.2).
      for (Iterator<String> left = modalities.iterator(); byModality && left.hasNext(); ) {
        byModality = studies(association, day, left.next(), found);
      }
      if (!byModality) {
        studies(association, day, null, found);
      }
    }
    return found.values();
  }

  /** Returns false if the PACS failed with the modality as a key; without one that is thrown. */
  private boolean studies(
      Association association,
      LocalDate day,
      @Nullable String modality,
      Map<String, FoundStudy> found)
      throws IOException {
    FindResult result =
        association.find(
            root,
            identifier(day, modality),
            MOST_STUDIES,
            match -> {
              study(match).ifPresent(one -> found.merge(one.uid(), one, FoundStudy::mergedWith));
              return true;
            });
    if (modality != null && result.status().isFailure()) {
      return false;
    }
    requireAll(result, MOST_STUDIES + " studies in a day");
    return true;
  }

  private DataSet identifier(LocalDate day, @Nullable String modality) {
    DataSet.Builder identifier =
        QueryLevel.STUDY
            .identifier()
            .set(Tag.StudyDate, DA.format(day))
            .set(Tag.StudyTime)
            .set(Tag.StudyInstanceUID)
            .set(Tag.NumberOfStudyRelatedInstances);
    if (modality == null) {
      identifier.set(Tag.ModalitiesInStudy);
    } else {
      identifier.set(Tag.ModalitiesInStudy, modality);
    }
    if (root == QueryRoot.PATIENT) {
      identifier.set(Tag.PatientID);
    }
    return identifier.build();
  }

  private static Optional<FoundStudy> study(DataSet match) {
    return match
        .string(Tag.StudyInstanceUID)
        .filter(UIDs::isValid)
        .map(
            uid ->
                new FoundStudy(
                    uid,
                    match.date(Tag.StudyDate).orElse(null),
                    match.time(Tag.StudyTime).orElse(null),
                    new HashSet<>(match.strings(Tag.ModalitiesInStudy)),
                    count(match, Tag.NumberOfStudyRelatedInstances)));
  }

  /** The same study with what its series say of it. */
  FoundStudy completed(Association association, FoundStudy study) throws IOException {
    Keys keys = keys(association, study.uid());
    List<Series> series = seriesOf(association, keys);
    Set<String> all = new HashSet<>(study.modalities());
    series.forEach(one -> all.add(one.modality()));
    all.remove("");
    int instances = study.instances().orElse(0);
    if (study.instances().isEmpty()) {
      for (Series one : series) {
        instances +=
            one.instances() >= 0 ? one.instances() : imagesOf(association, keys, one).size();
      }
    }
    return new FoundStudy(study.uid(), study.date(), study.time(), all, OptionalInt.of(instances));
  }

  /** The keys of a study; asks for its patient where the root wants him. */
  Keys keys(Association association, String studyUid) throws IOException {
    if (root == QueryRoot.STUDY) {
      return new Keys(studyUid, null);
    }
    DataSet identifier =
        QueryLevel.STUDY
            .identifier()
            .set(Tag.StudyInstanceUID, studyUid)
            .set(Tag.PatientID)
            .build();
    List<String> patients = new ArrayList<>();
    FindResult result =
        association.find(
            root,
            identifier,
            2,
            match -> {
              match.string(Tag.PatientID).ifPresent(patients::add);
              return true;
            });
    if (result.status().isFailure()) {
      throw new FailedException(result.status(), "the patient of a study");
    }
    return new Keys(studyUid, patients.isEmpty() ? null : patients.get(0));
  }

  /** The series of a study. */
  List<Series> seriesOf(Association association, Keys keys) throws IOException {
    DataSet identifier =
        keys.identifier(QueryLevel.SERIES)
            .set(Tag.Modality)
            .set(Tag.SeriesInstanceUID)
            .set(Tag.NumberOfSeriesRelatedInstances)
            .build();
    Map<String, Series> series = new LinkedHashMap<>();
    FindResult result =
        association.find(
            root,
            identifier,
            MOST_SERIES,
            match -> {
              String uid = match.string(Tag.SeriesInstanceUID).orElse("");
              if (UIDs.isValid(uid)) {
                String modality = match.string(Tag.Modality).orElse("");
                int count = count(match, Tag.NumberOfSeriesRelatedInstances).orElse(-1);
                series.putIfAbsent(uid, new Series(uid, modality, count));
              }
              return true;
            });
    requireAll(result, MOST_SERIES + " series in a study");
    return List.copyOf(series.values());
  }

  /** The SOP class of each instance of a series; empty text where it was not told. */
  Map<String, String> imagesOf(Association association, Keys keys, Series series)
      throws IOException {
    DataSet identifier =
        keys.identifier(QueryLevel.IMAGE)
            .set(Tag.SeriesInstanceUID, series.uid())
            .set(Tag.SOPInstanceUID)
            .set(Tag.SOPClassUID)
            .build();
    Map<String, String> images = new LinkedHashMap<>();
    FindResult result =
        association.find(
            root,
            identifier,
            MOST_IMAGES,
            match -> {
              match
                  .string(Tag.SOPInstanceUID)
                  .ifPresent(uid -> images.put(uid, match.string(Tag.SOPClassUID).orElse("")));
              return true;
            });
    requireAll(result, MOST_IMAGES + " images in a series");
    return images;
  }

  private static OptionalInt count(DataSet match, int tag) {
    OptionalInt count = match.integer(tag);
    return count.isPresent() && count.getAsInt() > 0 ? count : OptionalInt.empty();
  }

  /** Where matches are missing, the window is asked for again: nothing is taken for answered. */
  private static void requireAll(FindResult result, String limit) throws FailedException {
    if (result.limitReached()) {
      throw new FailedException(result.status(), "more than " + limit);
    }
    if (!result.status().isSuccess()) {
      throw new FailedException(result.status(), "C-FIND ended " + result.status());
    }
  }
}
