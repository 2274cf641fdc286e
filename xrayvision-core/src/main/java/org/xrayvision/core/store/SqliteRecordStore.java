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
  private final SqliteDatabase database;
  private final GroupWriter writer;
  private final Clock clock;

  SqliteRecordStore(SqliteDatabase database, Clock clock) {
    this.database = database;
    this.writer = database.writer();
    this.clock = clock;
  }

  @Override
  public ReadingPage readings(ExamQuery query) {
    return database.read(handle -> ExamQueries.readings(handle, query, database.searches()));
  }

  @Override
  public OptionalLong readingCount(ExamQuery query) {
    return database.read(handle -> ExamQueries.readingCount(handle, query));
  }

  @Override
  public List<Reading> priors(String uid, int max) {
    return database.read(handle -> ReadingQueries.priors(handle, uid, max));
  }

  @Override
  public Map<String, ExamDetail> details(List<String> uids) {
    return database.read(handle -> Details.of(handle, uids));
  }

  @Override
  public List<ReviewRow> reviews(String uid) {
    return database.read(handle -> Details.reviews(handle, uid));
  }

  @Override
  public PatientPage patients(@Nullable String search, int page, int pageSize) {
    return database.read(handle -> PatientQueries.page(handle, search, page, pageSize));
  }

  @Override
  public Optional<PatientSummary> patient(String key) {
    return database.read(handle -> PatientQueries.one(handle, key));
  }

  @Override
  public List<String> examsOf(String patientKey, int max) {
    return database.read(handle -> PatientQueries.exams(handle, patientKey, max));
  }

  @Override
  public long datasetKey() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT value FROM store_facts WHERE name = 'dataset_key'")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public void tell(String kind, Map<String, String> payload) {
    writer.run(tx -> tx.event(clock.instant(), kind, null, payload));
  }

  @Override
  public List<String> patientKeys(String after, int max) {
    return database.read(handle -> PatientQueries.keys(handle, after, max));
  }
}
