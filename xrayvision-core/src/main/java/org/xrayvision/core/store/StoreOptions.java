/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.alert.AlertPolicy;
import org.xrayvision.spi.PatientIdScheme;

/**
 * How the database is used. Immutable.
 *
 * @param backupDirectory where the copy goes that is made before a migration
 * @param severityThreshold from which a finding is positive, 1 to 10
 * @param readers how many connections read at once, 1 to 64
 * @param busyTimeout how long a write waits for its turn before it is refused
 * @param regions the names of regions; in a file of the Python program anything else that stands
 *     there, a whole protocol say, becomes empty
 * @param patientIds tells birth date and sex of the patients of an older file that lacks them
 * @param studyQuiet how long no object of a study must have come before its exams are claimed
 * @param alerts which results are to be told, and when
 * @param meter hears how long reads, writes and waits take
 */
public record StoreOptions(
    Path backupDirectory,
    int severityThreshold,
    int readers,
    Duration busyTimeout,
    Set<String> regions,
    @Nullable PatientIdScheme patientIds,
    Duration studyQuiet,
    AlertPolicy alerts,
    StageMeter meter) {
  private static final int MAX_READERS = 64;

  /** Checks the ranges and copies the set. */
  public StoreOptions {
    regions = Set.copyOf(regions);
    if (severityThreshold < 1 || severityThreshold > 10) {
      throw new IllegalArgumentException(
          "severityThreshold must be 1 to 10, not " + severityThreshold);
    }
    if (readers < 1 || readers > MAX_READERS) {
      throw new IllegalArgumentException("readers must be 1 to 64, not " + readers);
    }
    if (busyTimeout.isNegative() || busyTimeout.isZero()) {
      throw new IllegalArgumentException("busyTimeout must be above zero");
    }
    if (studyQuiet.isNegative()) {
      throw new IllegalArgumentException("studyQuiet must not be below zero");
    }
  }

  /** Threshold 5, four readers, ten seconds of patience, the shipped regions, no waiting. */
  public static StoreOptions defaults(Path backupDirectory) {
    return new StoreOptions(
        backupDirectory,
        5,
        4,
        Duration.ofSeconds(10),
        RegionOptions.defaults().keywords().keySet(),
        null,
        Duration.ZERO,
        AlertPolicy.defaults(),
        StageMeter.none());
  }

  /** The same with another threshold. */
  public StoreOptions withSeverityThreshold(int threshold) {
    return new StoreOptions(
        backupDirectory,
        threshold,
        readers,
        busyTimeout,
        regions,
        patientIds,
        studyQuiet,
        alerts,
        meter);
  }

  /** The same with another patience. */
  public StoreOptions withBusyTimeout(Duration timeout) {
    return new StoreOptions(
        backupDirectory,
        severityThreshold,
        readers,
        timeout,
        regions,
        patientIds,
        studyQuiet,
        alerts,
        meter);
  }

  /** The same with other names of regions. */
  public StoreOptions withRegions(Set<String> names) {
    return new StoreOptions(
        backupDirectory,
        severityThreshold,
        readers,
        busyTimeout,
        names,
        patientIds,
        studyQuiet,
        alerts,
        meter);
  }

  /** The same with a scheme that reads patient ids. */
  public StoreOptions withPatientIds(PatientIdScheme scheme) {
    return new StoreOptions(
        backupDirectory,
        severityThreshold,
        readers,
        busyTimeout,
        regions,
        scheme,
        studyQuiet,
        alerts,
        meter);
  }

  /** The same with another time that a study must be quiet for. */
  public StoreOptions withStudyQuiet(Duration quiet) {
    return new StoreOptions(
        backupDirectory,
        severityThreshold,
        readers,
        busyTimeout,
        regions,
        patientIds,
        quiet,
        alerts,
        meter);
  }

  /** The same with another policy of alerts. */
  public StoreOptions withAlerts(AlertPolicy policy) {
    return new StoreOptions(
        backupDirectory,
        severityThreshold,
        readers,
        busyTimeout,
        regions,
        patientIds,
        studyQuiet,
        policy,
        meter);
  }

  /** The same with somebody who hears how long things take. */
  public StoreOptions withMeter(StageMeter stages) {
    return new StoreOptions(
        backupDirectory,
        severityThreshold,
        readers,
        busyTimeout,
        regions,
        patientIds,
        studyQuiet,
        alerts,
        stages);
  }
}
