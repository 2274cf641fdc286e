/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;

/** The scenarios with {@code xrayvision serve}: objects over DICOM, all else over HTTP. */
final class ServedScenarioIT extends ScenarioSuite {
  @Override
  ScenarioDriver start(Path data, URI endpoint) throws IOException {
    Map<String, String> environment =
        Map.of(
            "XRAYVISION_OPENAI_URL_PRIMARY",
            endpoint.toString(),
            "XRAYVISION_HEALTH_INTERVAL_SECONDS",
            "1");
    return new Served(ServerProcess.start(List.of(), environment, data));
  }

  /** The server's doors. */
  private static final class Served implements ScenarioDriver {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess server;
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Served(ServerProcess server) {
      this.server = server;
    }

    @Override
    public boolean send(SmallImages.Instance instance) throws IOException {
      String syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
      RequestorOptions options =
          RequestorOptions.builder()
              .callingAETitle("SCENARIO")
              .calledAETitle(server.calledAETitle())
              .host("127.0.0.1")
              .port(server.dicomPort())
              .contexts(
                  List.of(ProposedContext.of(SOPClass.ComputedRadiographyImageStorage, syntax)))
              .build();
      try (Association association = Association.open(options)) {
        boolean stored =
            association
                .store(
                    SOPClass.ComputedRadiographyImageStorage,
                    instance.uid(),
                    syntax,
                    new ByteArrayInputStream(instance.dataSet()))
                .isSuccess();
        association.release();
        return stored;
      }
    }

    private HttpResponse<String> ask(String path, String body) throws Exception {
      String credentials = "admin:" + ServerProcess.PASSWORD;
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.dashboard().resolve(path))
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
      if (!body.isEmpty()) {
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws Exception {
      HttpResponse<String> answer = ask(path, "");
      if (answer.statusCode() != 200) {
        throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    }

    @Override
    public String status(String uid) throws Exception {
      return get("/api/exams/" + uid).at("/exam/status").asText();
    }

    @Override
    public String report(String uid) throws Exception {
      return get("/api/exams/" + uid).at("/report/ai/text").asText("");
    }

    @Override
    public List<String> journal(String uid) throws Exception {
      List<String> kinds = new ArrayList<>();
      get("/api/exams/" + uid + "/journal")
          .get("journal")
          .forEach(row -> kinds.add(row.get("kind").asText()));
      return kinds;
    }

    @Override
    public boolean lookAgain(String uid) throws Exception {
      return ask("/api/lookagain", "{\"uid\":\"" + uid + "\"}").statusCode() == 200;
    }

    @Override
    public long exams() throws Exception {
      return get("/api/exams").get("total").asLong();
    }

    @Override
    public void kill() throws InterruptedException {
      server.kill();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
