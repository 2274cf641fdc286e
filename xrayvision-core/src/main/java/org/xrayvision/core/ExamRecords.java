/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamDetail;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.PatientSummary;
import org.xrayvision.api.Reading;
import org.xrayvision.api.ReadingPage;
import org.xrayvision.core.analysis.Release;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.RecordStore;

/**
 * What people look up and take away: readings, what stands beside exams, patients, data sets. Safe
 * for threads.
 */
public final class ExamRecords {
  private static final int MOST = 1000;

  private final ExamStore store;
  private final Function<String, Optional<Path>> pictures;
  private final Release release;
  private final DatasetExport datasets;

  /**
   * A person's verdict on a reading.
   *
   * @param reviewer null where an older program did not keep it
   * @param abnormal null where the verdict before it was withdrawn
   */
  public record Verdict(Instant at, @Nullable String reviewer, @Nullable Boolean abnormal) {}

  ExamRecords(
      ExamStore store,
      Function<String, Optional<Path>> pictures,
      Release release,
      DatasetExport datasets) {
    this.store = store;
    this.pictures = pictures;
    this.release = release;
    this.datasets = datasets;
  }

  /** Anonymised data sets for training. */
  public DatasetExport datasets() {
    return datasets;
  }

  private RecordStore records() {
    return store.records();
  }

  /**
   * One page of readings, newest first, each with all its exams. The verdicts and severities of the
   * query are the reading's; any of its exams may fulfil the rest.
   */
  public ReadingPage readings(ExamQuery query) {
    return records().readings(query);
  }

  /**
   * How many readings such a query finds, at little cost; empty where that cannot be told without
   * going through them: with a search, days, or anything but verdict, severity, region and status.
   */
  public OptionalLong readingCount(ExamQuery query) {
    return records().readingCount(query);
  }

  /** Earlier readings of an exam's patient and region, newest first. */
  public List<Reading> priors(String uid, int max) {
    return records().priors(uid, checked(max));
  }

  /** What stands beside these exams; none of one that there is not. */
  public Map<String, ExamDetail> details(List<String> uids) {
    checked(Math.max(1, uids.size()));
    return records().details(uids);
  }

  /** What is burned into the picture of an exam, by what its sender is said to do. */
  public BurnedIn burnedIn(String uid) {
    return release.burnedIn(store.journal(uid));
  }

  /**
   * A picture as PNG with what is burned in painted over; takes as long as reading and writing one.
   *
   * @throws IOException if the file is no picture, or cannot be read
   */
  public static byte[] blanked(Path png, BurnedIn burnedIn) throws IOException {
    return Release.blanked(png, burnedIn.regions());
  }

  /** Whether the picture of an exam is there. */
  public boolean hasPicture(String uid) {
    return pictures.apply(uid).isPresent();
  }

  /** The verdicts that were given at one exam, oldest first. */
  public List<Verdict> verdicts(String uid) {
    List<Verdict> verdicts = new ArrayList<>();
    records()
        .reviews(uid)
        .forEach(row -> verdicts.add(new Verdict(row.at(), row.reviewer(), row.abnormal())));
    verdicts.sort(Comparator.comparing(Verdict::at));
    return verdicts;
  }

  /**
   * One page of patients, in the order in which they came.
   *
   * @param search words looked for in name, patient id and HIS id, diacritics folded; null for all
   */
  public PatientPage patients(@Nullable String search, int page, int pageSize) {
    return records().patients(search, page, checked(pageSize));
  }

  /** One patient by the key in the store, or empty. */
  public Optional<PatientSummary> patient(String key) {
    return records().patient(key);
  }

  /** The UIDs of a patient's exams, newest first. */
  public List<String> examsOf(String patientKey, int max) {
    return records().examsOf(patientKey, checked(max));
  }

  /** The keys of patients that follow one, in their order; from the first for the empty text. */
  public List<String> patientKeys(String after, int max) {
    return records().patientKeys(after, checked(max));
  }

  private static int checked(int max) {
    if (max < 1 || max > MOST) {
      throw new IllegalArgumentException("must be 1 to " + MOST + ", not " + max);
    }
    return max;
  }
}
