/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/**
 * Objects whose tags hold elements, scripts, templates, control characters and words from right to
 * left, sent by C-STORE to a running server: in a real browser they are texts, wherever they are
 * shown.
 */
final class HostileFilesIT {
  private static final String EVIL = "<i class=evil><img src=x onerror=alert(1)>";

  /** An equals sign would end a name. */
  private static final String SCRIPT = "<script>alert(1)</script>";

  private static final String HEBREW = "\u05db\u05d4\u05df^\u05de\u05e9\u05d4";

  /** Sixteen characters, as an AE title may have. */
  private static final String SENDER = "<i class=evil>AE";

  /** Everything that a hostile text could have made. */
  private static final String FOREIGN =
      """
      () => [...document.querySelectorAll(
          'script, iframe, object, embed, link, base, form[action], .evil, img, [onerror], [onload], [onclick]')]
        .filter(e => !e.matches('script[src^="/static/"], link[href^="/static/"]'))
        .filter(e => !e.matches('img[src^="/images/"]:not([onerror]), img[src^="/static/"]'))
        .map(e => e.outerHTML.slice(0, 200)).join('; ')
      """;

  /** How far a heading's number lies to the right of the Hebrew before it. */
  private static final String BESIDE =
      """
      heading => {
        const place = pattern => {
          const walk = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const found = pattern.exec(node.data);
            if (found) {
              const range = document.createRange();
              range.setStart(node, found.index);
              range.setEnd(node, found.index + found[0].length);
              return range.getBoundingClientRect();
            }
          }
        };
        return place(/\\d+/).left - place(/[\\u05d0-\\u05ea].*[\\u05d0-\\u05ea]/).right;
      }
      """;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private static Path data;
  private static VisionModelSimulator model;
  private static ServedPages pages;
  private static SmallImages images;
  private static Page admin;
  private static Page reader;

  @BeforeAll
  static void start() throws IOException {
    images = new SmallImages();
    model = new VisionModelSimulator(0, Duration.ZERO);
    pages =
        new ServedPages(
            data,
            Map.of(
                "XRAYVISION_OPENAI_URL_PRIMARY",
                model.endpoint().toString(),
                "XRAYVISION_PAGE_SIZE",
                "100"));
    admin = pages.page("admin");
    reader = pages.page("reader");
  }

  @AfterAll
  static void stop() {
    pages.close();
    model.close();
  }

  @AfterEach
  void nothingHappened() {
    assertThat(pages.complaints).as("what went wrong in the browser").isEmpty();
  }

  static List<TestFile> files() throws IOException {
    List<TestFile> files = new ArrayList<>(Manifest.read(Path.of("../testdata")));
    String corpus = System.getenv("XRAYVISION_DICOM_CORPUS");
    if (corpus != null) {
      files.addAll(Manifest.read(Path.of(corpus)));
    }
    return files.stream()
        .filter(file -> file.name().matches(".*/bad/(name_|private_tags).*|.*charset.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatAFileSaysIsText(TestFile file) throws Exception {
    TestFile.Announced object = file.announced();
    if (pages.send(SENDER, object) == 0) {
      shownAsText(object.sopInstance(), List.of(admin));
    }
  }

  /** An element in each text that is kept, and in some that are not. */
  private static DataSet.Builder everywhere(DataSet.Builder builder) {
    for (int tag :
        new int[] {
          Tag.PatientID,
          Tag.ProtocolName,
          Tag.StudyDescription,
          Tag.SeriesDescription,
          Tag.Manufacturer,
          Tag.InstitutionName,
          Tag.StationName,
          Tag.AccessionNumber,
          Tag.StudyID
        }) {
      builder.set(tag, "Torace " + EVIL);
    }
    return builder.set(Tag.PatientName, "Popescu" + SCRIPT + "^Ion");
  }

  @Test
  void everyTagMayHoldAnElement() throws Exception {
    SmallImages.Instance instance = images.next(HostileFilesIT::everywhere);
    assertThat(pages.send(SENDER, instance.announced())).isZero();
    shownAsText(instance.uid(), List.of(admin, reader));
    assertThat(admin.locator(".card h2").first()).containsText(SCRIPT);
    assertThat(admin.locator(".card .e b").first()).containsText(EVIL);
  }

  @Test
  void theWholeListTheExportAndTheRefusalsHoldTextsToo() throws Exception {
    SmallImages.Instance instance = images.next(HostileFilesIT::everywhere);
    assertThat(pages.send(SENDER, instance.announced())).isZero();
    settled(admin, instance.uid());
    SmallImages.Instance cut = images.next(builder -> builder.remove(Tag.SOPInstanceUID));
    assertThat(pages.send(SENDER, cut.announced())).isPositive();

    for (int width : new int[] {360, 1280}) {
      admin.setViewportSize(width, 900);
      admin.navigate(pages.url("/"));
      assertThat(admin.locator(".card[data-key='" + instance.uid() + "'] h2")).containsText(SCRIPT);
      untouched(admin);
      admin.navigate(pages.url("/?search=" + instance.uid()));
      assertThat(admin.locator(".active .chip")).containsText(instance.uid());
      untouched(admin);
    }
    admin.locator("#refusals").click();
    assertThat(admin.locator("dialog.drawer b").first()).containsText(SENDER);
    untouched(admin);
    String csv = pages.text(admin, "/api/export/exams?format=csv");
    assertThat(csv).contains(SCRIPT, EVIL);
    assertThat(csv.lines()).noneMatch(line -> line.matches("[=+@\\-\t].*"));
    for (String line : pages.text(admin, "/api/export/exams?format=jsonl").lines().toList()) {
      assertThat(MAPPER.readTree(line).has("exam")).isTrue();
    }
  }

  @Test
  void controlCharactersForgeNoLineAndTurnNoText() throws Exception {
    byte[] name = "Ion\r\n\u001b[31m\u202eROSU\u0007^\u2066X".getBytes(StandardCharsets.UTF_8);
    SmallImages.Instance instance =
        images.next(
            builder ->
                builder
                    .setBytes(Tag.PatientName, VR.PN, name)
                    .setBytes(Tag.ProtocolName, VR.LO, name));
    assertThat(pages.send(SENDER, instance.announced())).isZero();
    shownAsText(instance.uid(), List.of(admin, reader));
    assertThat(admin.locator(".card h2").textContent())
        .contains("ROSU")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
  }

  @Test
  void wordsFromRightToLeftMoveNothingBesideThem() throws Exception {
    SmallImages.Instance instance =
        images.next(
            builder ->
                builder
                    .set(Tag.PatientName, HEBREW)
                    .set(Tag.ProtocolName, "Torace \u05d0\u05d1 12")
                    .remove(Tag.PatientSex));
    assertThat(pages.send(SENDER, instance.announced())).isZero();
    shownAsText(instance.uid(), List.of(admin, reader));

    for (Page page : List.of(admin, reader)) {
      Locator heading = page.locator(".card h2");
      assertThat(heading).containsText("61 years");
      assertThat(((Number) heading.evaluate(BESIDE)).doubleValue())
          .as("how far right of the name the age stands")
          .isPositive();
    }
  }

  /**
   * On card, in journal, viewer, search and export, for one who sees names and one who does not.
   */
  private static void shownAsText(String uid, List<Page> windows) throws Exception {
    for (Page page : windows) {
      JsonNode exam = settled(page, uid);
      page.navigate(pages.url("/?search=" + uid));
      Locator card = page.locator(".card");
      assertThat(card).hasCount(1);
      String name = exam.at("/patient/name").asText("");
      assertThat(card.locator("h2")).containsText(name);
      assertThat(card.locator(".e b")).hasText(exam.at("/exam/protocol").asText(""));
      untouched(page);
      inTheJournal(page, card);
      if (page == admin && exam.at("/exam/status").asText().equals("done")) {
        inTheViewer(page, card, name);
      }
    }
    search(settled(admin, uid).at("/patient/name").asText(""), uid);
  }

  private static void inTheJournal(Page page, Locator card) {
    card.locator("[data-key=o]").click();
    Locator drawer = page.locator("dialog.drawer");
    assertThat(drawer.locator("[data-step=received]")).containsText(SENDER);
    untouched(page);
    page.keyboard().press("Escape");
    assertThat(drawer).hasCount(0);
  }

  private static void inTheViewer(Page page, Locator card, String name) {
    card.locator("button.pic").click();
    Locator viewer = page.locator("dialog.viewer");
    assertThat(viewer.locator(".v-top")).containsText(name);
    assertThat(viewer.locator(".v-side .lead")).isVisible();
    untouched(page);
    page.keyboard().press("Escape");
    assertThat(viewer).hasCount(0);
  }

  /** The words of the name are found, and stand in the field and beside it as they are. */
  private static void search(String name, String uid) {
    if (name.isBlank() || name.length() > 100) {
      return;
    }
    Locator field = admin.locator("input[name=search]");
    field.fill(name);
    field.press("Enter");
    assertThat(admin.locator(".active .chip").first()).containsText(name);
    assertThat(field).hasValue(name);
    untouched(admin);
    assertThat(admin.locator(".card[data-key='" + uid + "']")).hasCount(1);
  }

  private static void untouched(Page page) {
    assertThat(page.evaluate(FOREIGN)).isEqualTo("");
    assertThat(Browsers.tooWide(page)).isEmpty();
  }

  /** The exam as this person may see it, once it is read or given up. */
  private static JsonNode settled(Page page, String uid) throws Exception {
    while (true) {
      JsonNode exam = pages.json(page, "/api/exams/" + uid);
      if (Set.of("done", "error", "ignore").contains(exam.at("/exam/status").asText())) {
        return exam;
      }
      Thread.sleep(20);
    }
  }
}
