/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CrossSiteTest {
  private static final String BODY = "{\"uid\":\"1.2.3.8\"}";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://localhost",
        "http://localhost:1",
        "file://",
        "x"
      })
  void aForeignOriginIsRefusedOnEveryWrite(String origin) {
    String cookie = server.logIn("admin");
    assertThat(server.browser(cookie).header("Origin", origin).post("/api/requeue", BODY).status())
        .isEqualTo(403);
    assertThat(server.browser(cookie).header("Origin", origin).post("/api/logout", "{}").status())
        .isEqualTo(403);
    assertThat(server.as("admin").header("Origin", origin).post("/api/requeue", BODY).status())
        .isEqualTo(403);
    assertThat(
            server
                .anonymous()
                .header("Origin", origin)
                .post("/api/login", TestServer.credentials("admin", TestServer.PASSWORD))
                .status())
        .isEqualTo(403);
    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void aMissingOriginIsRefusedWithACookieOnly() {
    String cookie = server.logIn("admin");

    assertThat(server.browser(cookie).without("Origin").post("/api/requeue", BODY).status())
        .isEqualTo(403);
    assertThat(server.browser(cookie).post("/api/requeue", BODY).status()).isEqualTo(200);
    assertThat(server.as("admin").post("/api/requeue", BODY).status()).isEqualTo(200);
    assertThat(server.browser(cookie).without("Origin").get("/api/me").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx"
      })
  void aCookiesWriteIsJson(String type) {
    String cookie = server.logIn("admin");
    TestServer.Call browser = server.browser(cookie);
    TestServer.Call call = type == null ? browser : browser.header("Content-Type", type);

    assertThat(call.send("POST", "/api/requeue", BODY).status()).isEqualTo(415);
    TestServer.Call script = server.as("admin");
    assertThat(
            (type == null ? script : script.header("Content-Type", type))
                .send("POST", "/api/requeue", BODY)
                .status())
        .isEqualTo(200);
  }

  @Test
  void aFormOfAnotherSiteCannotLogIn() {
    assertThat(
            server
                .anonymous()
                .header("Content-Type", "text/plain")
                .send("POST", "/api/login", TestServer.credentials("admin", TestServer.PASSWORD))
                .status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "http://xr.example, xr.example, true",
    "https://xr.example, xr.example, true",
    "https://XR.example, xr.EXAMPLE, true",
    "http://xr.example:80, xr.example, true",
    "https://xr.example, xr.example:443, true",
    "http://xr.example:8000, xr.example:8000, true",
    "http://[::1]:8000, [::1]:8000, true",
    "http://xr.example:8000, xr.example, false",
    "http://xr.example, xr.example:8000, false",
    "http://xr.example.evil, xr.example, false",
    "http://user@xr.example, xr.example, false",
    "ftp://xr.example, xr.example, false",
    "null, xr.example, false",
    "'', xr.example, false",
    "http://, xr.example, false",
    "http://xr.example, , false",
  })
  void anOriginIsOursWhenItNamesTheHostThatWasAsked(String origin, String host, boolean ours) {
    assertThat(OriginCheck.isOurs(origin, host)).isEqualTo(ours);
  }
}
