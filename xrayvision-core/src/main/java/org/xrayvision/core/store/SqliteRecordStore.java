/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamDetail;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.PatientSummary;
import org.xrayvision.api.Reading;
import org.xrayvision.api.ReadingPage;

/** The part of the store that people look things up in: each call goes to a reader. */
final class SqliteRecordStore implements RecordStore {
  private final SqliteExamStore store;
  private final GroupWriter writer;
  private final Clock clock;

  SqliteRecordStore(SqliteExamStore store, GroupWriter writer, Clock clock) {
    this.store = store;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public ReadingPage readings(ExamQuery query) {
    return store.read(handle -> ExamQueries.readings(handle, query));
  }

  @Override
  public OptionalLong readingCount(ExamQuery query) {
    return store.read(handle -> ExamQueries.readingCount(handle, query));
  }

  @Override
  public List<Reading> priors(String uid, int max) {
    return store.read(handle -> ReadingQueries.priors(handle, uid, max));
  }

  @Override
  public Map<String, ExamDetail> details(List<String> uids) {
    return store.read(handle -> Details.of(handle, uids));
  }

  @Override
  public List<ReviewRow> reviews(String uid) {
    return store.read(handle -> Details.reviews(handle, uid));
  }

  @Override
  public PatientPage patients(@Nullable String search, int page, int pageSize) {
    return store.read(handle -> PatientQueries.page(handle, search, page, pageSize));
  }

  @Override
  public Optional<PatientSummary> patient(String key) {
    return store.read(handle -> PatientQueries.one(handle, key));
  }

  @Override
  public List<String> examsOf(String patientKey, int max) {
    return store.read(handle -> PatientQueries.exams(handle, patientKey, max));
  }

  @Override
  public long datasetKey() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT value FROM store_facts WHERE name = 'dataset_key'")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public void tell(String kind, Map<String, String> payload) {
    writer.write(
        tx -> {
          tx.event(clock.instant(), kind, null, payload);
          return true;
        });
  }

  @Override
  public List<String> patientKeys(String after, int max) {
    return store.read(handle -> PatientQueries.keys(handle, after, max));
  }
}
