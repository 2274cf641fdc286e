/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.UserStore;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path data;

  @Test
  void versionAndHelpAreAnswered() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("XRayVision ");
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("serve", "user", "Not a medical device");
    assertThat(run("serve", "--help")).isZero();
    assertThat(out.toString())
        .contains("--keep-dicom", "--load-dicom", "--no-query", "--enable-ntfy", "--model")
        .contains("--retrieval-method", "--log-level", "--translate-existing")
        .contains("--config", "--data", "--http-port", "--dicom-port", "--strict-config");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "serve nonsense",
        "--nonsense",
        "--http-port 70000",
        "serve --dicom-port x",
        "--log-level LOUD",
        "--retrieval-method C-STORE",
        "query",
        "query --hours 0",
        "query --hours 169",
        "query --hours x",
        "user",
        "user add",
        "user add ann --role king",
        "user add ann --role service",
        "key",
        "key add sync",
        "key add sync --allow review",
        "key add sync --allow see_exams --days x",
        "key revoke x",
        "--config"
      })
  void wrongUseIsExitCodeTwo(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("xrayvision").contains("--help").doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void keysAreMadeListedAndRevoked() throws IOException {
    String folder = data.toString();

    assertThat(run("key", "add", "his-sync", "--allow", "see_exams,see_pictures", "--data", folder))
        .isZero();
    String key = out.toString().strip();
    assertThat(key).matches("xrv_[\\w-]{43}");
    assertThat(run("key", "list", "--data", folder)).isZero();
    assertThat(out.toString())
        .contains("1     his-sync", "masked   valid, never used, see_exams,see_pictures");
    try (UserStore users = UserStore.open(data.resolve("server.db"), Clock.systemUTC())) {
      assertThat(users.keys().find(key)).isPresent();
    }
    assertThat(run("key", "revoke", "1", "--data", folder)).isZero();
    assertThat(run("key", "revoke", "1", "--data", folder)).isEqualTo(1);
    assertThat(err.toString()).contains("There is no key 1");
    try (UserStore users = UserStore.open(data.resolve("server.db"), Clock.systemUTC())) {
      assertThat(users.keys().find(key)).isEmpty();
      assertThat(users.audit().actions()).containsExactly("key_add", "key_revoke");
    }
  }

  @Test
  void flagsWithoutAVerbMeanServe() throws IOException {
    Files.writeString(data.resolve("xrayvision.cfg"), "[dicom]\nAE_PORT = x\nAE_TITLE =\n");

    assertThat(run("--no-query", "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("xrayvision: The configuration cannot be used (2 problems):")
        .contains("xrayvision.cfg:2: [dicom] AE_PORT", "xrayvision.cfg:3: [dicom] AE_TITLE")
        .doesNotContain("\tat ");
  }

  @Test
  void theTraceIsShownAtDebug() {
    Path none = data.resolve("none.cfg");

    assertThat(run("--log-level", "debug", "--config", none.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none.cfg: cannot be read", "\tat ");
  }

  @Test
  void strictConfigurationStopsAtAWarning() throws IOException {
    Files.writeString(data.resolve("local.cfg"), "[dicom]\nnope = 1\n");

    assertThat(run("serve", "--strict-config", "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("local.cfg:2: [dicom] has no key nope");
  }

  @Test
  void usersAreAddedChangedAndListed() {
    String folder = data.toString();

    assertThat(runWithInput("correct horse battery\n", "user", "add", "Ann", "--data", folder))
        .as(err.toString())
        .isZero();
    assertThat(
            runWithInput(
                "staple of the horse\n", "user", "add", "bob", "--role", "admin", "--data", folder))
        .isZero();
    assertThat(runWithInput("another long one\n", "user", "passwd", "ann", "--data", folder))
        .isZero();
    assertThat(runWithInput("", "user", "passwd", "ann", "--data", folder)).isEqualTo(1);
    assertThat(runWithInput("some long password\n", "user", "passwd", "eve", "--data", folder))
        .isEqualTo(1);
    assertThat(err.toString()).contains("No password came", "eve").doesNotContain("some long");
    out.getBuffer().setLength(0);

    assertThat(run("user", "list", "--data", folder)).isZero();
    assertThat(out.toString())
        .matches("ann +user +enabled\\s+bob +admin +enabled\\s+")
        .doesNotContain("horse");
  }

  @Test
  void aMissingDataDirectoryIsNoUserDatabase() {
    assertThat(run("user", "list", "--data", data.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("there is no such directory");
    assertThat(data.resolve("none")).doesNotExist();
  }

  private int run(String... arguments) {
    return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private int runWithInput(String input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.add("--password-stdin");
      return run(all.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }
}
