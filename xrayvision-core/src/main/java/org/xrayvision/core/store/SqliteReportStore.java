/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.SourceReport;

/** The reports' part of the store: hands each call to the writer or to a reader. */
final class SqliteReportStore implements ReportStore {
  private final SqliteDatabase database;
  private final GroupWriter writer;
  private final RadReports reports;
  private final Clock clock;

  SqliteReportStore(SqliteDatabase database, int threshold, Clock clock) {
    this.database = database;
    this.writer = database.writer();
    this.reports = new RadReports(threshold);
    this.clock = clock;
  }

  private void write(Consumer<Tx> work) {
    writer.run(work);
  }

  @Override
  public List<ReportSearch> nextSearches(Instant now, boolean oldest, int max) {
    return database.read(handle -> ReportSearches.next(handle, now, oldest, max));
  }

  @Override
  public Optional<ReportSearch> search(String uid) {
    return database.read(handle -> ReportSearches.of(handle, uid));
  }

  @Override
  public ReportChange found(String uid, SourceReport report, Instant now, @Nullable Instant next) {
    return writer.write(tx -> reports.found(tx, uid, report, now, next));
  }

  @Override
  public void nothingFound(
      String uid, @Nullable String problem, boolean countsAttempt, @Nullable Instant next) {
    write(tx -> ReportSearches.end(tx.handle(), uid, problem, countsAttempt, next));
  }

  @Override
  public void resume(boolean translateExisting) {
    write(tx -> ReportReadings.resume(tx.handle(), translateExisting));
  }

  @Override
  public Optional<ReportText> nextText(Instant now) {
    return writer.write(tx -> ReportReadings.next(tx, now));
  }

  @Override
  public void endReading(ReportText text, ReportTextEnd end) {
    write(tx -> reports.endReading(tx, text, end, clock.instant()));
  }

  @Override
  public Optional<ReportTextEnd> assessedElsewhere(ReportText text) {
    return database.read(handle -> ReportReadings.assessedElsewhere(handle, text));
  }

  @Override
  public Optional<String> translation(String hash) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT text FROM translations WHERE hash = :hash")
                .bind("hash", hash)
                .mapTo(String.class)
                .findOne());
  }

  @Override
  public void keepTranslation(
      String hash, String source, String target, String promptVersion, String text) {
    write(
        tx ->
            tx.handle()
                .execute(
                    "INSERT INTO translations VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (hash) DO UPDATE SET text = excluded.text",
                    hash,
                    source,
                    target,
                    promptVersion,
                    text,
                    clock.instant().toEpochMilli()));
  }

  @Override
  public List<String> earlierTexts(String uid) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT text FROM report_versions WHERE uid = :uid ORDER BY id")
                .bind("uid", uid)
                .mapTo(String.class)
                .list());
  }

  @Override
  public void fillIn(String patientKey, Patient found) {
    write(tx -> Reviews.fillIn(tx.handle(), patientKey, found));
  }

  @Override
  public boolean review(String uid, String reviewer, @Nullable Boolean abnormal, Instant now) {
    return writer.write(tx -> Reviews.review(tx, uid, reviewer, abnormal, now));
  }
}
