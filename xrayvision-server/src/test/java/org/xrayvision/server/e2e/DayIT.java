/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.server.auth.HandClock;
import org.xrayvision.simulator.his.HospitalSimulator;
import org.xrayvision.simulator.his.PerformedExam;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/**
 * A radiologist's day on the page: three exams come to a slow model, wait, are read; the report of
 * one is fetched; the list is shared with somebody who may not see names.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DayIT {
  private static final Duration DELAY = Duration.ofSeconds(6);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String STUDY = "2.25.4711.";
  private static final List<String> UIDS = new ArrayList<>();

  @TempDir private static Path data;
  private static final HandClock CLOCK = new HandClock();
  private static VisionModelSimulator model;
  private static HospitalSimulator hospital;
  private static ServedPages pages;
  private static Page page;

  @BeforeAll
  static void start() throws IOException {
    model = new VisionModelSimulator(0, DELAY);
    hospital = new HospitalSimulator(0, HOUR, CLOCK);
    pages =
        new ServedPages(
            data,
            Map.of(
                "XRAYVISION_OPENAI_URL_PRIMARY",
                model.endpoint().toString(),
                "XRAYVISION_ENABLE_HIS",
                "yes",
                "XRAYVISION_FHIR_URL",
                hospital.uri().toString(),
                "XRAYVISION_REPORT_POLL_SECONDS",
                "3600"));
    page = pages.page("admin");
  }

  @AfterAll
  static void stop() {
    pages.close();
    hospital.close();
    model.close();
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(pages.complaints).as("what went wrong in the browser").isEmpty();
  }

  private static Locator card(int exam) {
    return page.locator(".card[data-key='" + UIDS.get(exam) + "']");
  }

  private static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  @Order(1)
  void whatComesWaitsInItsPlaceAndIsSeenBeingRead() throws IOException {
    page.navigate(pages.url("/"));
    assertThat(page.locator("#live")).hasText("Live");
    assertThat(page.locator(".nil")).isVisible();
    SmallImages images = new SmallImages();
    for (int i = 0; i < 3; i++) {
      String study = STUDY + i;
      String patient = "PID-" + i;
      SmallImages.Instance instance =
          images.next(
              builder -> builder.set(Tag.StudyInstanceUID, study).set(Tag.PatientID, patient));
      UIDS.add(instance.uid());
      assertThat(pages.send("CR-ROOM-2", instance.announced())).isZero();
    }

    Locator first = card(0);
    assertThat(first).hasAttribute("data-status", "processing");
    assertThat(first).containsText("Being read");
    assertThat(first.locator(".under-way p"))
        .hasText(Pattern.compile("Sent to http://127\\.0\\.0\\.1:\\d+/\\S* \\d s ago\\."));
    String next = waiting("Queued, place 1").getAttribute("data-key");
    assertThat(waiting("Queued, place 2")).hasCount(1);
    assertThat(page.locator("[data-count='cnt.now']")).hasText("R.M.");
    assertThat(page.locator("[data-count='cnt.queue']")).hasText("2");

    assertThat(first).hasAttribute("data-status", "done");
    assertThat(first.locator(".lead")).isVisible();
    Locator second = page.locator(".card[data-key='" + next + "']");
    assertThat(second).hasAttribute("data-status", "processing");
    assertThat(second.locator("progress")).hasAttribute("max", Pattern.compile("[6-9](\\.\\d+)?"));
    assertThat(waiting("Queued, place 1"))
        .containsText(Pattern.compile("About [6-9] s until it is read"));
  }

  private static Locator waiting(String words) {
    return page.locator(".card", new Page.LocatorOptions().setHasText(words));
  }

  @Test
  @Order(2)
  void theJournalTellsEachStepWithItsTime() {
    button(card(0), "Journal").click();
    Locator journal = page.locator("dialog.drawer");
    List<String> steps = List.of("received", "prepared", "asked", "answered");
    for (String step : steps) {
      assertThat(journal.locator("[data-step=" + step + "]")).hasCount(1);
    }
    List<Object> times = new ArrayList<>();
    for (Locator time : journal.locator("[data-step] time").all()) {
      assertThat(time.innerText()).matches("\\d\\d:\\d\\d:\\d\\d");
      times.add(time.evaluate("e => Date.parse(e.dateTime)"));
    }
    assertThat(times).isSortedAccordingTo((a, b) -> Double.compare(number(a), number(b)));
    assertThat(journal.locator("[data-step=received]")).containsText("CR-ROOM-2");
    assertThat(journal.locator("[data-step=prepared] .took"))
        .hasText(Pattern.compile("\\d\\.\\d s"));
    assertThat(journal.locator("[data-step=asked] .took")).hasText(Pattern.compile("\\d\\.\\d s"));
    assertThat(journal.locator("[data-step=answered] .took"))
        .hasText(Pattern.compile("[6-9]\\.\\d s"));
    assertThat(journal.locator("[data-step=answered]")).containsText(VisionModelSimulator.MODEL);
    page.keyboard().press("Escape");
    assertThat(journal).hasCount(0);
    assertThat(button(card(0), "Journal")).isFocused();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @Test
  @Order(3)
  void aReportIsFetchedOnceTheRadiologistHasWrittenIt() {
    assertThat(card(0)).containsText("No report yet.");
    hospital.performed(
        new PerformedExam(
            "PID-0",
            "Radu^Mihnea",
            LocalDate.of(1962, 5, 4),
            "M",
            STUDY + "0",
            LocalDateTime.of(2024, 4, 4, 8, 0),
            "chest",
            "chest_pa_consolidation"));
    button(card(0), "Fetch report").click();
    assertThat(page.locator(".toast")).containsText("Report source:");
    assertThat(card(0)).containsText("No report yet.");

    // Signed by then, whatever the hospital's day is like, and not yet amended.
    CLOCK.advance(HOUR.multipliedBy(1495).dividedBy(1000));
    button(card(0), "Fetch report").click();

    Locator report = card(0).locator(".rep").last();
    assertThat(report.locator(".txt")).hasText(Pattern.compile("(Opacitate|Examenul) .*\\."));
    assertThat(report.locator(".h")).containsText("Dr. ");
    assertThat(report).containsText(Pattern.compile("text assessed as \\d/10"));
    button(report, "Translation").click();
    assertThat(report.locator(".txt")).hasText(Pattern.compile("(Ill-defined|The exam) .*\\."));
    assertThat(card(0).locator(".sev")).containsText(Pattern.compile(" · (TP|TN|FP|FN)"));
    assertThat(card(0).locator(".meta")).containsText("Report assessed");

    button(card(0), "Journal").click();
    Locator journal = page.locator("dialog.drawer");
    assertThat(journal.locator("[data-step=reported]")).containsText("Dr. ");
    assertThat(journal.locator("[data-step=assessed]")).hasCount(1);
    assertThat(journal.locator("[data-step=asked_for_report]")).hasCount(2);
    page.keyboard().press("Escape");
  }

  @Test
  @Order(4)
  void anAddressShowsSomebodyElseTheSameListAsHeMaySeeIt() {
    for (int i = 0; i < 3; i++) {
      assertThat(card(i)).hasAttribute("data-status", "done");
    }
    page.getByLabel("Region").selectOption("chest");
    page.waitForURL("**/?region=chest");
    page.locator("select[name=correct]").selectOption("");
    page.locator("select[name=reviewed]").selectOption("yes");
    page.waitForURL(Pattern.compile(".*reviewed=yes.*"));
    assertThat(page.locator(".card")).hasCount(1);
    assertThat(page.locator(".card h2")).containsText("Radu Mihnea");

    Page other = pages.page("reader");
    other.navigate(page.url());

    assertThat(other.locator(".card")).hasCount(1);
    assertThat(other.locator(".card")).hasAttribute("data-key", UIDS.get(0));
    assertThat(other.locator("select[name=region]")).hasValue("chest");
    assertThat(other.locator("select[name=reviewed]")).hasValue("yes");
    assertThat(other.locator("#masked")).isVisible();
    assertThat(other.locator(".card h2")).containsText("R.M.");
    assertThat(other.locator("body")).not().containsText("Radu");
    other.navigate(pages.url("/?region=chest&search=Radu"));
    assertThat(other.locator("#refused")).containsText("whole UID");
    assertThat(other.locator("select[name=region]")).hasValue("chest");
    pages.complaints.removeIf(text -> text.contains("400"));
    other.context().close();
  }
}
