/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.ReadLimits;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;
import org.xrayvision.simulator.pacs.PacsArchive;
import org.xrayvision.simulator.pacs.PacsFault;
import org.xrayvision.simulator.pacs.QueryRetrievePacs;

/** A real server and a simulated PACS, which speak real DICOM. */
final class ServerRetrieveTest {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir Path data;
  private final PacsArchive archive = new PacsArchive();
  private QueryRetrievePacs pacs;
  private boolean knowsUs = true;

  @BeforeEach
  void open() throws IOException {
    pacs = QueryRetrievePacs.start("PACS", archive);
  }

  @AfterEach
  void close() {
    pacs.close();
  }

  private Server start(String method, String... more) throws IOException {
    String settings = String.join("\n", more);
    if (!settings.contains("QUERY_INTERVAL")) {
      settings += "\nQUERY_INTERVAL = 1";
    }
    String text =
        """
        [general]
        time_zone = UTC
        [openai]
        OPENAI_URL_PRIMARY = http://127.0.0.1:1/v1/chat/completions
        OPENAI_URL_SECONDARY =
        [dashboard]
        http_address = 127.0.0.1
        DASHBOARD_PORT = 0
        [dicom]
        AE_PORT = 0
        [processing]
        retrieve_backoff_seconds = 1
        retrieve_timeout_seconds = 20
        %s
        [pacs:main]
        ae_title = PACS
        address = 127.0.0.1
        port = %d
        method = %s
        """
            .formatted(settings, pacs.port(), method);
    Files.writeString(data.resolve("xrayvision.cfg"), text);
    Server server =
        Server.start(
            ConfigurationLoader.load(
                new ConfigurationSources(data, null, false, Map.of(), List.<Option>of())),
            "correct horse battery",
            null);
    if (knowsUs) {
      pacs.destination("XRAYVISION", "127.0.0.1", server.dicomPort());
    }
    return server;
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).minusMinutes(5);
  }

  private JsonNode retrievals() {
    return ServerConnection.to(data).get("/api/retrievals");
  }

  private JsonNode main() {
    return retrievals().path("pacs").path(0);
  }

  private int exams() {
    return ServerConnection.to(data).get("/api/exams").path("total").asInt();
  }

  private JsonNode awaitMain(Predicate<JsonNode> condition) throws InterruptedException {
    JsonNode last = main();
    for (int i = 0; i < 2400 && !condition.test(last); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      last = main();
    }
    assertThat(condition.test(last)).as(last.toString()).isTrue();
    return last;
  }

  /** Asks by hand and waits for the end. */
  private JsonNode query(int hours) throws InterruptedException {
    // Or it would be part of what goes on.
    awaitMain(one -> !one.path("run").path("ended").isNull());
    JsonNode answer =
        ServerConnection.to(data)
            .post("/api/dicomquery", JsonNodeFactory.instance.objectNode().put("hours", hours));
    long id = answer.path("runs").path("main").asLong();
    return awaitMain(
            one ->
                one.path("run").path("id").asLong() > id
                    || (one.path("run").path("id").asLong() == id
                        && !one.path("run").path("ended").isNull()))
        .path("run");
  }

  private List<String> log(String part) throws IOException {
    return Files.readString(data.resolve("xrayvision.log"))
        .lines()
        .filter(line -> line.contains(part))
        .toList();
  }

  /** Another object of the archive's first series, changed. */
  private void addChanged(UnaryOperator<DataSet.Builder> change) throws IOException {
    byte[] first = archive.dataSets().values().iterator().next();
    DataSet dataSet =
        DataSetParser.parse(new ByteArrayInputStream(first), SYNTAX, ReadLimits.defaults())
            .dataSet();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSet.Builder other =
        dataSet.toBuilder()
            .set(Tag.SOPInstanceUID, UIDs.newUid())
            .setBytes(Tag.PixelData, VR.OW, new byte[64 * 64 * 2]);
    DataSetWriter.write(change.apply(other).build(), bytes, SYNTAX);
    archive.add(bytes.toByteArray(), SYNTAX);
  }

  @ParameterizedTest
  @CsvSource({"C-MOVE, study", "C-GET, study", "C-MOVE, patient", "C-GET, patient"})
  void newStudiesComeAndGrownOnesComeAgain(String method, String root) throws Exception {
    String grows = archive.addStudy(1, 2, now());
    archive.addStudy(2, 1, now());
    archive.addStudy(3, 1, now().minusDays(3));
    try (Server server = start(method + "\nroot = " + root)) {
      awaitMain(one -> exams() == 3);
      archive.addImages(grows, 1, 2, now());

      awaitMain(one -> exams() == 5);

      JsonNode run = query(1);
      assertThat(run.path("found").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(run.path("fetched").asInt()).isZero();
      assertThat(run.path("skipped").asInt()).isEqualTo(run.path("found").asInt());
      assertThat(query(100).path("fetched").asInt()).isEqualTo(1);
      assertThat(exams()).isEqualTo(6);
      assertThat(main().path("trouble").isNull()).isTrue();
      assertThat(ServerConnection.to(data).get("/api/refusals").path("refusals")).isEmpty();
      assertThat(server.dicomPort()).isPositive();
    }
    assertThat(Files.readString(data.resolve("xrayvision.log")))
        .doesNotContain("Brătescu", "1470328090418", "Țârcă", "1700607403183", "Ghiță");
  }

  @Test
  void whatIsHereAlreadyIsNotFetched() throws Exception {
    archive.addStudy(1, 2, now());
    try (Server server = start("C-GET")) {
      awaitMain(one -> exams() == 2);
      assertThat(server.dicomPort()).isPositive();
    }
    try (ServerDatabase database = ServerDatabase.open(data.resolve("server.db"))) {
      database.write(handle -> handle.execute("DELETE FROM retrievals"));
    }
    try (Server server = start("C-GET")) {
      JsonNode run = query(3);
      assertThat(run.path("skipped").asInt()).isGreaterThanOrEqualTo(1);
      assertThat(run.path("fetched").asInt()).isZero();
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-MOVE", "C-GET"})
  void objectsThatWeDoNotTakeDoNotComeAgainAndAgain(String method) throws Exception {
    archive.addStudy(1, 2, now());
    // Of a class that is not negotiated, in the same series; and a series of another modality.
    addChanged(other -> other.set(Tag.SOPClassUID, SOPClass.SecondaryCaptureImageStorage));
    addChanged(other -> other.set(Tag.SeriesInstanceUID, UIDs.newUid()).set(Tag.Modality, "CT"));
    try (Server server = start(method)) {
      awaitMain(one -> exams() == 2);
      query(1);
      JsonNode run = query(1);

      assertThat(run.path("state").asText()).isEqualTo("done");
      assertThat(run.path("fetched").asInt()).isZero();
      assertThat(retrievals().path("failures")).isEmpty();
      assertThat(exams()).isEqualTo(2);
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-MOVE", "C-GET"})
  void objectsThatWeRefuseDoNotComeAgainAndAgain(String method) throws Exception {
    archive.addStudy(1, 2, now());
    try (Server server = start(method + "\n[source:PACS]\nmodalities = DX")) {
      awaitMain(one -> one.path("run").path("state").asText().equals("done"));
      int refusals = ServerConnection.to(data).get("/api/refusals").path("refusals").size();
      assertThat(refusals).isEqualTo(2);

      query(1);
      JsonNode run = query(1);

      assertThat(run.path("state").asText()).isEqualTo("done");
      assertThat(run.path("fetched").asInt()).isZero();
      assertThat(ServerConnection.to(data).get("/api/refusals").path("refusals")).hasSize(2);
      assertThat(retrievals().path("failures")).isEmpty();
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-MOVE", "C-GET"})
  void aSubOperationThatFailsIsTriedAgain(String method) throws Exception {
    archive.addStudy(1, 3, now());
    pacs.fault(PacsFault.FAIL_SUB_OPERATION, 2);
    try (Server server = start(method)) {
      awaitMain(one -> exams() == 2 && !retrievals().path("failures").isEmpty());
      JsonNode failure = retrievals().path("failures").path(0);
      assertThat(failure.path("error").asText())
          .contains("PACS", "could not send some of the objects")
          .contains("Of 3 objects 1 did not come.");
      pacs.noFaults();

      awaitMain(one -> exams() == 3 && one.path("wanted").asInt() == 0);
      assertThat(retrievals().path("failures")).isEmpty();
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @Test
  void aStudyThatNeverComesInFullIsGivenUpAndSoShown() throws Exception {
    archive.addStudy(1, 2, now());
    pacs.fault(PacsFault.ABORT, 2);
    try (Server server = start("C-GET", "retrieve_attempts = 2")) {
      awaitMain(one -> one.path("failed").asInt() == 1);
      JsonNode failure = retrievals().path("failures").path(0);
      assertThat(failure.path("status").asText()).isEqualTo("failed");
      assertThat(failure.path("attempts").asInt()).isEqualTo(2);
      assertThat(failure.path("error").asText()).contains("aborted the association");
      pacs.noFaults();

      assertThat(query(1).path("fetched").asInt()).isEqualTo(1);
      assertThat(main().path("failed").asInt()).isZero();
      assertThat(exams()).isEqualTo(2);
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @Test
  void aPacsThatIsDownIsOneTroubleAndOneLineAndComesBack() throws Exception {
    pacs.down();
    archive.addStudy(1, 1, now());
    try (Server server = start("C-MOVE")) {
      JsonNode down = awaitMain(one -> !one.path("trouble").isNull());
      assertThat(down.path("trouble").asText())
          .contains("Nothing listens at 127.0.0.1:" + pacs.port(), "start the PACS");
      assertThat(down.path("answered_until").isNull()).isTrue();
      query(1);
      query(1);
      query(1);
      assertThat(log("PACS main: ")).hasSize(1);
      assertThat(retrievals().path("failures")).isEmpty();
      pacs.up();

      awaitMain(one -> exams() == 1 && one.path("trouble").isNull());
      assertThat(log("PACS main works again")).hasSize(1);
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @Test
  void anUnknownMoveDestinationIsToldWithWhatThePacsMustKnow() throws Exception {
    archive.addStudy(1, 1, now());
    archive.addStudy(2, 1, now());
    knowsUs = false;
    try (Server server = start("C-MOVE")) {
      JsonNode trouble = awaitMain(one -> !one.path("trouble").isNull());
      assertThat(trouble.path("trouble").asText())
          .contains("does not know the move destination 'XRAYVISION'", "enter in the PACS")
          .contains("address 127.0.0.1, port " + server.dicomPort(), "A801");
      assertThat(retrievals().path("failures")).isEmpty();
      assertThat(trouble.path("wanted").asInt()).isEqualTo(2);

      pacs.destination("XRAYVISION", "127.0.0.1", server.dicomPort());
      awaitMain(one -> exams() == 2 && one.path("trouble").isNull());
    }
  }

  @Test
  void twoPacsAreAskedEachForItsOwnAndMatchesThatComeTwiceAreOneStudy() throws Exception {
    PacsArchive other = new PacsArchive();
    archive.addStudy(1, 1, now());
    other.addStudy(2, 2, now());
    pacs.fault(PacsFault.DUPLICATE_MATCH);
    try (QueryRetrievePacs second = QueryRetrievePacs.start("PACS2", other);
        Server server =
            start(
                "C-MOVE\n[pacs:second]\nae_title = PACS2\naddress = 127.0.0.1\nmethod = C-GET"
                    + "\nport = "
                    + second.port())) {
      awaitMain(one -> exams() == 3);
      JsonNode both = retrievals().path("pacs");
      assertThat(both).hasSize(2);
      second.down();
      ServerConnection.to(data)
          .post("/api/dicomquery", JsonNodeFactory.instance.objectNode().put("hours", 1));
      assertThat(query(1).path("found").asInt()).isEqualTo(1);
      awaitMain(one -> !retrievals().path("pacs").path(1).path("trouble").isNull());
      assertThat(main().path("trouble").isNull()).isTrue();
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @Test
  void theCommandLineAsksAndSaysWhatCame() throws Exception {
    try (Server server = start("C-MOVE", "QUERY_INTERVAL = 86400")) {
      awaitMain(one -> one.path("run").path("state").asText().equals("done"));
      archive.addStudy(1, 2, now());
      archive.addStudy(2, 1, now().minusDays(2));
      StringWriter out = new StringWriter();

      assertThat(command(out, "--hours", "72")).isZero();
      assertThat(out.toString().lines())
          .first()
          .isEqualTo("Asking main for the studies of the last 72 hours.");
      assertThat(out.toString())
          .endsWith("main: done: found 2, here already 0, fetched 2, failed 0\n");
      assertThat(exams()).isEqualTo(3);

      pacs.down();
      StringWriter failed = new StringWriter();
      assertThat(command(failed, "--hours", "1", "--pacs", "main")).isEqualTo(1);
      assertThat(failed.toString()).contains("failed 0. Nothing listens at 127.0.0.1:");

      StringWriter unknown = new StringWriter();
      assertThat(command(unknown, "--hours", "1", "--pacs", "x")).isEqualTo(1);
      assertThat(unknown.toString()).contains("there is no PACS of this name; there is main");
      assertThat(server.dicomPort()).isPositive();
    }
    StringWriter ended = new StringWriter();
    assertThat(command(ended, "--hours", "1")).isEqualTo(1);
    assertThat(ended.toString()).contains("No server runs on " + data);
  }

  private int command(StringWriter out, String... options) {
    List<String> all = new ArrayList<>(List.of("query", "--data", data.toString()));
    all.addAll(List.of(options));
    PrintWriter both = new PrintWriter(out, true);
    return Main.run(Map.of(), both, both, all.toArray(String[]::new));
  }

  @Test
  void theServerEndsInTimeThoughThePacsIsSilent() throws Exception {
    archive.addStudy(1, 1, now());
    pacs.fault(PacsFault.NEVER_ANSWER);
    Server server = start("C-MOVE");
    awaitMain(one -> one.path("state").asText().equals("querying"));
    TimeUnit.MILLISECONDS.sleep(200);
    Instant begun = Instant.now();

    server.close();

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
    List<String> left = new ArrayList<>();
    Thread.getAllStackTraces().keySet().forEach(thread -> left.add(thread.getName()));
    assertThat(left).noneMatch(name -> name.startsWith("xrv-retrieve"));
    assertThat(log("PACS main: ")).isEmpty();
  }
}
