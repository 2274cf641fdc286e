/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.AlertOptions.QuietHours;
import org.xrayvision.core.alert.AlertPolicy.Plan;

/** What is told and when, over moments that the test names. */
class AlertPolicyTest {
  private static final ZoneId BUCHAREST = ZoneId.of("Europe/Bucharest");
  private static final Instant NOON = Instant.parse("2026-03-02T10:00:00Z");
  private static final AlertOptions OPTIONS = AlertOptions.defaults();

  private static Optional<Plan> plan(
      AlertOptions options, int severity, int known, String region, Instant now) {
    return new AlertPolicy(options, BUCHAREST).plan(severity, known, region, 5, now);
  }

  private static AlertOptions quiet(String from, String to, boolean criticalPasses) {
    QuietHours hours = new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
    return OPTIONS.withQuietHours(hours, criticalPasses);
  }

  private static String toldAt(AlertOptions options, int severity, String utc) {
    Instant notBefore =
        plan(options, severity, -1, "chest", Instant.parse(utc)).orElseThrow().notBefore();
    return notBefore.toString();
  }

  @ParameterizedTest
  @CsvSource({"5,-1,true", "10,-1,true", "4,-1,false", "-1,-1,false", "7,4,true"})
  void whatIsAtOrAboveTheThresholdIsTold(int severity, int known, boolean told) {
    assertThat(plan(OPTIONS, severity, known, "chest", NOON).isPresent()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"7,7,false", "7,8,false", "8,7,true"})
  void ofAReadingThatIsKnownOnlyARiseIsTold(int severity, int known, boolean told) {
    assertThat(plan(OPTIONS, severity, known, "chest", NOON).isPresent()).isEqualTo(told);
  }

  @Test
  void aRegionMayHaveAThresholdOfItsOwn() {
    AlertOptions options = OPTIONS.withRegionThresholds(Map.of("chest", 3, "hand", 11));

    assertThat(plan(options, 3, -1, "chest", NOON)).isPresent();
    assertThat(plan(options, 3, -1, "knee", NOON)).isEmpty();
    assertThat(plan(options, 10, -1, "hand", NOON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // Winter: 22:00 to 06:30 at the site is 20:00 to 04:30.
    "2026-01-10T19:59:59Z,2026-01-10T19:59:59Z",
    "2026-01-10T20:00:00Z,2026-01-11T04:30:00Z",
    "2026-01-11T00:15:00Z,2026-01-11T04:30:00Z",
    "2026-01-11T04:29:59Z,2026-01-11T04:30:00Z",
    "2026-01-11T04:30:00Z,2026-01-11T04:30:00Z",
    // Summer: an hour earlier.
    "2026-07-10T19:00:00Z,2026-07-11T03:30:00Z",
    // The night in which clocks are set forward is an hour shorter, the other one longer.
    "2026-03-28T20:00:00Z,2026-03-29T03:30:00Z",
    "2026-10-24T19:00:00Z,2026-10-25T04:30:00Z",
  })
  void quietHoursAreTheSitesAndHoldWhatFallsIntoThem(String raised, String told) {
    assertThat(toldAt(quiet("22:00", "06:30", false), 7, raised)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    // 03:30 is left out on this day: the quiet hours end when the clock jumps from 03:00 to 04:00.
    "2026-03-29T00:30:00Z,2026-03-29T01:00:00Z",
    "2026-03-29T01:00:00Z,2026-03-29T01:00:00Z",
    // 03:30 comes twice on this day: they end with the second, and are not interrupted before.
    "2026-10-25T00:15:00Z,2026-10-25T01:30:00Z",
    "2026-10-25T00:45:00Z,2026-10-25T01:30:00Z",
    "2026-10-25T01:29:00Z,2026-10-25T01:30:00Z",
    "2026-10-25T01:30:00Z,2026-10-25T01:30:00Z",
  })
  void anEndThatTheClockLeavesOutOrShowsTwiceIsOneMoment(String raised, String told) {
    assertThat(toldAt(quiet("01:00", "03:30", false), 7, raised)).isEqualTo(told);
  }

  @Test
  void hoursWithinADayAreQuietToo() {
    AlertOptions options = quiet("12:00", "13:00", false);

    assertThat(toldAt(options, 7, "2026-01-10T10:30:00Z")).isEqualTo("2026-01-10T11:00:00Z");
    assertThat(toldAt(options, 7, "2026-01-10T11:00:00Z")).isEqualTo("2026-01-10T11:00:00Z");
    assertThat(toldAt(options, 7, "2026-01-10T22:30:00Z")).isEqualTo("2026-01-10T22:30:00Z");
  }

  @Test
  void criticalFindingsPassWhereTheSiteWantsIt() {
    Instant night = LocalDateTime.parse("2026-01-10T23:00").atZone(BUCHAREST).toInstant();

    assertThat(toldAt(quiet("22:00", "06:30", true), 8, night.toString()))
        .isEqualTo(night.toString());
    assertThat(toldAt(quiet("22:00", "06:30", true), 7, night.toString()))
        .isEqualTo("2026-01-11T04:30:00Z");
    assertThat(toldAt(quiet("22:00", "06:30", false), 10, night.toString()))
        .isEqualTo("2026-01-11T04:30:00Z");
  }

  @Test
  void criticalFindingsAreEscalatedAWhileAfterTheyAreTold() {
    AlertOptions options = quiet("22:00", "06:30", false).withEscalation(8, Duration.ofMinutes(15));
    Instant night = Instant.parse("2026-01-11T00:00:00Z");

    assertThat(plan(options, 8, -1, "chest", NOON).orElseThrow().escalatesAt())
        .isEqualTo(NOON.plusSeconds(900));
    assertThat(plan(options, 7, -1, "chest", NOON).orElseThrow().escalatesAt()).isNull();
    assertThat(plan(options, 8, -1, "chest", night).orElseThrow().escalatesAt())
        .isEqualTo(Instant.parse("2026-01-11T04:45:00Z"));
    assertThat(plan(OPTIONS, 10, -1, "chest", NOON).orElseThrow().escalatesAt()).isNull();
  }
}
