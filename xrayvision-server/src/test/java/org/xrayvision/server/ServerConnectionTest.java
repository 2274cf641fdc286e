/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;

/** How commands find the running server, and who else is let in that way: nobody. */
final class ServerConnectionTest {
  @TempDir Path data;

  private Server start() {
    List<Option> options =
        List.of(
            new Option("--http-port", "DASHBOARD_PORT", "0"),
            new Option("--dicom-port", "AE_PORT", "0"));
    return Server.start(
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, Map.of(), options)),
        "correct horse battery",
        null);
  }

  @Test
  void aCommandOnTheDataDirectoryIsTheServersAdministrator() throws IOException {
    try (Server server = start()) {
      ServerConnection connection = ServerConnection.to(data);

      assertThat(connection.get("/api/me").path("role").asText()).isEqualTo("admin");
      assertThatThrownBy(
              () -> connection.post("/api/requeue", new ObjectMapper().createObjectNode()))
          .isInstanceOf(XRayVisionException.class)
          .hasMessageContaining("uid: a string is required");
      assertThatThrownBy(() -> connection.get("/api/nothing"))
          .isInstanceOf(XRayVisionException.class)
          .hasMessage("There is nothing here.");
      assertThat(server.dashboard()).isNotNull();
    }
  }

  @Test
  void onlyTheServersOwnAccountCanReadTheFile() throws IOException {
    try (Server server = start()) {
      assertThat(server.dashboard()).isNotNull();
      assertThat(Files.getPosixFilePermissions(data.resolve("control")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(data.resolve("control")).doesNotExist();
  }

  @Test
  void aTokenOfAnEarlierStartLetsNobodyIn() throws Exception {
    ControlFile.Control earlier;
    try (Server server = start()) {
      earlier = ControlFile.read(data);
      assertThat(status(server, "Bearer " + earlier.token())).isEqualTo(200);
      assertThat(status(server, "bearer  " + earlier.token())).isEqualTo(200);
    }
    try (Server server = start()) {
      assertThat(ControlFile.read(data).token()).hasSize(43).isNotEqualTo(earlier.token());
      assertThat(status(server, "Bearer " + earlier.token())).isEqualTo(401);
      assertThat(status(server, "Bearer")).isEqualTo(401);
      assertThat(status(server, "Bearer ")).isEqualTo(401);
    }
  }

  @Test
  void withoutAServerItIsSaidHowToStartOne() throws IOException {
    assertThatThrownBy(() -> ServerConnection.to(data))
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("No server runs on " + data)
        .hasMessageContaining("xrayvision serve --data");

    // What a killed server leaves behind.
    Files.writeString(data.resolve("control"), "pid=999999999\nurl=http://127.0.0.1:1/\ntoken=x\n");
    assertThatThrownBy(() -> ServerConnection.to(data))
        .hasMessageContaining("No server runs on " + data);
  }

  @Test
  void theTokenStandsNeitherInTheLogNorInTheConfiguration() throws IOException {
    try (Server server = start()) {
      String token = ControlFile.read(data).token();
      assertThat(ServerConnection.to(data).get("/api/config").toString()).doesNotContain(token);
      assertThat(server.dashboard()).isNotNull();
      assertThat(Files.readString(data.resolve("xrayvision.log"))).doesNotContain(token);
    }
  }

  private static int status(Server server, String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.dashboard().resolve(URI.create("/api/me")))
            .header("Authorization", authorization)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }
}
