/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
    int dicomPort = freePort();
    try (ServerProcess server = serve("ORTHANC", dicomPort);
        Orthanc orthanc = new Orthanc(temp, dicomPort, server.dicomPort())) {
      String uid = stored(server);

      JsonNode all = orthanc.commitment("[\"%s\", \"%s\"]".formatted(CR_CLASS, uid));
      assertThat(all.path("Status").asText()).as("%s", all).isEqualTo("Success");
      assertThat(all.path("Success").get(0).path("SOPInstanceUID").asText()).isEqualTo(uid);

      JsonNode some =
          orthanc.commitment(
              "[\"%s\", \"%s\"], [\"%s\", \"1.2.3.99\"]".formatted(CR_CLASS, uid, CR_CLASS));
      assertThat(some.path("Status").asText()).as("%s", some).isEqualTo("Failure");
      assertThat(some.path("Success").size()).isEqualTo(1);
      assertThat(some.path("Failures").get(0).path("FailureReason").asInt()).isEqualTo(0x0112);

      damage(uid);
      JsonNode none = orthanc.commitment("[\"%s\", \"%s\"]".formatted(CR_CLASS, uid));
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Orthanc, as one who asks for commitments and takes their reports. */
  private static final class Orthanc implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final Process process;

    Orthanc(Path folder, int dicomPort, int ourPort) throws Exception {
      int httpPort = freePort();
      address = URI.create("http://127.0.0.1:" + httpPort);
      Path storage = Files.createDirectory(folder.resolve("orthanc"));
      Path configuration =
          Files.writeString(
              folder.resolve("orthanc.json"),
              """
              {
                "StorageDirectory": "%1$s",
                "IndexDirectory": "%1$s",
                "Plugins": [],
                "RemoteAccessAllowed": false,
                "AuthenticationEnabled": false,
                "HttpPort": %2$d,
                "DicomAet": "ORTHANC",
                "DicomPort": %3$d,
                "DicomModalities": {"us": ["XRAYVISION", "127.0.0.1", %4$d]}
              }
              """
                  .formatted(storage, httpPort, dicomPort, ourPort));
      process =
          new ProcessBuilder("/usr/sbin/Orthanc", configuration.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("orthanc.log").toFile())
              .start();
      while (!isUp()) {
        assertThat(process.isAlive()).as("Orthanc runs").isTrue();
        Thread.sleep(50);
      }
    }

    private boolean isUp() throws InterruptedException {
      try {
        return send(HttpRequest.newBuilder(address.resolve("/system")).build()).has("Version");
      } catch (IOException e) {
        return false;
      }
    }

    /** Asks for one and waits until it is reported. */
    JsonNode commitment(String instances) throws Exception {
      JsonNode asked =
          send(
              HttpRequest.newBuilder(address.resolve("/modalities/us/storage-commitment"))
                  .POST(BodyPublishers.ofString("{\"DicomInstances\": [" + instances + "]}"))
                  .build());
      URI path = address.resolve(asked.path("Path").asText());
      JsonNode report = send(HttpRequest.newBuilder(path).build());
      while (report.path("Status").asText().equals("Pending")) {
        Thread.sleep(50);
        report = send(HttpRequest.newBuilder(path).build());
      }
      return report;
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
      process.destroyForcibly();
    }
  }
}
