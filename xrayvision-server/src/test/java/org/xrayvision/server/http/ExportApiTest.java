/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.AuditLog;
import org.xrayvision.server.http.TestServer.Answer;

/** Exams as a file: 450 of them, so that they are read in three parts. */
final class ExportApiTest {
  private static final int MORE = 441;

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            folder,
            MORE,
            limits -> limits,
            "UPDATE ai_reports SET summary = '=HYPERLINK(\"http://x\")' WHERE uid = '1.2.3.1'",
            "UPDATE exams SET protocol = 'x;=cmd|''/c calc''!A1;+1;- a dash;y' WHERE uid = '1.2.3.1'",
            "UPDATE ai_reports SET text = 'a \"quoted\"' || char(10) || 'line' WHERE uid = '1.2.3.3'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> uids(Answer lines) {
    List<String> uids = new ArrayList<>();
    for (String line : lines.text().split("\n", -1)) {
      if (!line.isEmpty()) {
        uids.add(TestServer.parse(line).get("uid").asText());
      }
    }
    return uids;
  }

  @Test
  void everyExamIsInTheFileOnceInTheOrderOfTheList() {
    Answer answer = server.as("admin").get("/api/export/exams?format=jsonl");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"exams.jsonl\"");
    List<String> uids = uids(answer);
    assertThat(uids).hasSize(9 + MORE).doesNotHaveDuplicates().startsWith("1.2.3.1", "1.2.3.2");
    String first = answer.text().split("\n", 2)[0];
    assertThat(TestServer.parse(first))
        .isEqualTo(server.as("admin").get("/api/exams/1.2.3.1").json());
  }

  @Test
  void aDataSetIsSentToAnAdminWithoutNamesAndNotedInTheAuditLog() throws IOException {
    Answer answer = server.as("admin").get("/api/export/dataset.zip?region=chest");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"dataset.zip\"");
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(answer.response().body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
            .doesNotContainIgnoringCase("popescu", "1580412400014");
      }
    }
    assertThat(names).contains("dataset/dataset.json").doesNotHaveDuplicates();
    AuditLog.Filter file = new AuditLog.Filter("admin", "dataset", "dataset.zip", null, null, null);
    assertThat(server.users.audit().rows(file, 10)).anyMatch(row -> row.detail().contains("chest"));
    assertThat(server.as("admin").get("/api/export/dataset.zip?region=nowhere").error())
        .startsWith("region: ");
    assertThat(server.as("radiologist").get("/api/export/dataset.zip").status()).isEqualTo(403);
  }

  @Test
  void filtersNarrowTheFile() {
    assertThat(uids(server.as("user").get("/api/export/exams?format=jsonl&status=error")))
        .containsExactly("1.2.3.5");
    assertThat(server.as("user").get("/api/export/exams?format=xml").error())
        .startsWith("format: ");
    assertThat(server.as("user").get("/api/export/exams?search=popescu").status()).isEqualTo(400);
  }

  @Test
  void aTableHasNoFormulaAndKeepsQuotesAndLines() {
    Answer answer = server.as("admin").get("/api/export/exams?region=chest&to=2026-11-20");

    assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(answer.text())
        .startsWith("uid,patient.name,patient.cnp,")
        .contains("\"'=HYPERLINK(\"\"http://x\"\")\"")
        .contains("\"a \"\"quoted\"\"\nline\"")
        .contains("\"Popescu Ion\"")
        .doesNotContain(",\"=", ",=");
    assertThat(answer.text().lines().filter(line -> line.startsWith("\"1.2."))).hasSize(4 + MORE);
  }

  @Test
  void aRowThatIsCutAtSemicolonsHasNoFormulaEither() {
    Answer answer = server.as("admin").get("/api/export/exams?region=chest&to=2026-11-20");

    assertThat(answer.text()).contains("x;'=cmd|'/c calc'!A1;'+1;- a dash;y");
    assertThat(answer.text().split(";")).noneMatch(cell -> cell.startsWith("="));
  }

  @Test
  void whoExportsDoesNotTakeTheOtherPlaceToo() throws Exception {
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(1024);
      slow.connect(new InetSocketAddress("localhost", server.server.port()));
      String request =
          "GET /api/export/exams?format=jsonl HTTP/1.1\r\nHost: "
              + server.host()
              + "\r\nAuthorization: "
              + TestServer.basic("user", TestServer.PASSWORD)
              + "\r\n\r\n";
      slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo('H');

      Answer second = server.as("user").get("/api/export/exams");
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.error()).contains("You export already");
      assertThat(server.as("admin").get("/api/export/exams").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl"})
  void aMaskedReadersFileHoldsNoPerson(String format) {
    assertThat(server.as("user").get("/api/export/exams?format=" + format).text())
        .contains("P.I.", "Ș.E.")
        .doesNotContainIgnoringCase(
            "Popescu",
            "Ștefănescu",
            "Elena",
            "1580412400014",
            "2920227400233",
            "412207",
            "1958-04-12",
            "Marin",
            "Stoica",
            "CR-4711",
            "SR-2");
  }

  @Test
  void aDownloadIsInTheAuditLog() {
    server.as("user").get("/api/export/exams?region=hand");

    AuditLog.Filter file = new AuditLog.Filter("user", "export", "exams.csv", null, null, null);
    assertThat(server.users.audit().rows(file, 10)).anyMatch(row -> row.detail().contains("hand"));
  }

  @Test
  void whomSomebodyLookedForIsNotInTheAuditLog() {
    assertThat(server.as("admin").get("/api/export/exams?search=popescu").text())
        .contains("Popescu Ion");
    server.as("admin").get("/api/export/exams?search=1580412400014");
    server.as("admin").get("/api/export/exams?search=1.2.3.1");

    AuditLog.Filter file = new AuditLog.Filter("admin", "export", null, null, null, null);
    assertThat(server.users.audit().rows(file, 100))
        .anyMatch(row -> row.detail().contains("search"))
        .anyMatch(row -> row.detail().contains("1.2.3.1"))
        .noneMatch(row -> row.detail().contains("popescu"))
        .noneMatch(row -> row.detail().contains("1580412400014"));
  }

  @Test
  void headSendsNoBody() {
    Answer answer = server.as("user").send("HEAD", "/api/export/exams", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEmpty();
  }
}
