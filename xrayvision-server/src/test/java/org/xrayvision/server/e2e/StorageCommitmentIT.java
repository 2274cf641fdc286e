/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.server.CommitmentPeer;
import org.xrayvision.server.CommitmentPeer.Message;
import org.xrayvision.server.CommitmentPeer.Reference;
import org.xrayvision.simulator.dicom.RawAssociation;
import org.xrayvision.simulator.dicom.ScriptedAcceptor;

/** Storage commitments that Orthanc asks for, and one whose server is killed before its report. */
@Timeout(180)
final class StorageCommitmentIT {
  private static final Path CR = Path.of("../testdata/ts/cr_explicit.dcm");
  private static final String CR_CLASS = SOPClass.ComputedRadiographyImageStorage;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private final HttpClient http = HttpClient.newHttpClient();
  private Path data;

  @BeforeEach
  void createData() throws IOException {
    data = Files.createDirectory(temp.resolve("data"));
  }

  private ServerProcess serve(String source, int commitmentPort) throws IOException {
    Files.writeString(
        data.resolve("local.cfg"),
        "[source:%s]%ncommitment_address = 127.0.0.1:%d%n".formatted(source, commitmentPort));
    return ServerProcess.serve(data, "--keep-dicom");
  }

  private String stored(ServerProcess server) throws Exception {
    String pair = "admin:" + ServerProcess.PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(server.dashboard().resolve("/api/import"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .POST(BodyPublishers.ofFile(CR))
            .build();
    JsonNode answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    assertThat(answer.path("outcome").asText()).isIn("stored", "already_stored");
    return answer.path("uid").asText();
  }

  @Test
  void orthancIsToldWhatIsKeptAndWhatIsNot() throws Exception {
    int dicomPort = OrthancProcess.freePort();
    try (ServerProcess server = serve("ORTHANC", dicomPort);
        OrthancProcess orthanc =
            new OrthancProcess(
                temp.resolve("orthanc"), dicomPort, "XRAYVISION", server.dicomPort())) {
      String uid = stored(server);

      JsonNode all = commitment(orthanc, "[\"%s\", \"%s\"]".formatted(CR_CLASS, uid));
      assertThat(all.path("Status").asText()).as("%s", all).isEqualTo("Success");
      assertThat(all.path("Success").get(0).path("SOPInstanceUID").asText()).isEqualTo(uid);

      JsonNode some =
          commitment(
              orthanc,
              "[\"%s\", \"%s\"], [\"%s\", \"1.2.3.99\"]".formatted(CR_CLASS, uid, CR_CLASS));
      assertThat(some.path("Status").asText()).as("%s", some).isEqualTo("Failure");
      assertThat(some.path("Success").size()).isEqualTo(1);
      assertThat(some.path("Failures").get(0).path("FailureReason").asInt()).isEqualTo(0x0112);

      damage(uid);
      JsonNode none = commitment(orthanc, "[\"%s\", \"%s\"]".formatted(CR_CLASS, uid));
      assertThat(none.path("Status").asText()).as("%s", none).isEqualTo("Failure");
      assertThat(none.path("Failures").get(0).path("FailureReason").asInt()).isEqualTo(0x0110);
    }
  }

  private void damage(String uid) throws IOException {
    Path file = data.resolve("images").resolve(uid + ".dcm");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(access.length() - 100);
      int value = access.read();
      access.seek(access.length() - 100);
      access.write(value ^ 1);
    }
  }

  @Test
  void aServerKilledBetweenRequestAndReportReportsAfterItsNextStart() throws Exception {
    BlockingQueue<Message> reports = new ArrayBlockingQueue<>(1);
    try (ScriptedAcceptor acceptor = CommitmentPeer.listen(reports::add)) {
      String uid;
      try (ServerProcess server = serve("MODALITY", acceptor.port())) {
        uid = stored(server);
        RawAssociation association = CommitmentPeer.open(server.dicomPort(), "MODALITY");
        Reference object = new Reference(CR_CLASS, uid);
        assertThat(CommitmentPeer.ask(association, "1.2.3.4", object).number(0x0900)).isZero();
        // The report that comes now is not answered: the server does not know that it was heard.
        CommitmentPeer.read(association.peer());
        server.kill();
      }
      assertThat(reports).isEmpty();

      try (ServerProcess again = serve("MODALITY", acceptor.port())) {
        Message report = reports.poll(60, TimeUnit.SECONDS);

        assertThat(report).as(again.output()).isNotNull();
        assertThat(report.number(0x1002)).isEqualTo(1);
        assertThat(CommitmentPeer.kept(report)).containsExactly(uid);
        assertThat(acceptor.failure()).isEmpty();
      }
    }
  }

  /** Asks for one and waits until it is reported. */
  private static JsonNode commitment(OrthancProcess orthanc, String instances) throws Exception {
    JsonNode asked =
        JSON.readTree(
            orthanc.post(
                "/modalities/us/storage-commitment", "{\"DicomInstances\": [" + instances + "]}"));
    String path = asked.path("Path").asText();
    JsonNode report = JSON.readTree(orthanc.get(path));
    while (report.path("Status").asText().equals("Pending")) {
      Thread.sleep(50);
      report = JSON.readTree(orthanc.get(path));
    }
    return report;
  }
}
