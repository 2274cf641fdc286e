/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.xrayvision.api.XRayVisionException;

class LoggingTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Bucharest");
  private static final System.Logger LOG = System.getLogger("org.xrayvision.server.Test");

  @TempDir Path folder;

  @Test
  void hostileTextForgesNoLine() throws IOException {
    List<String> lines =
        logged(
            "INFO",
            () -> {
              LOG.log(
                  System.Logger.Level.INFO,
                  "from {0}",
                  "X\r\n2026-01-01 INFO all is well\u001b[2J\u0085\u2028\u202e!");
              Thread.currentThread().setName("a\nb");
              LOG.log(
                  System.Logger.Level.ERROR,
                  "oh",
                  new XRayVisionException("one\ntwo", new IllegalStateException("ION POPESCU")));
            });

    assertThat(lines.get(0))
        .contains("X\\r\\n2026-01-01 INFO all is well\\u001b[2J\\u0085\\u2028\\u202e!");
    assertThat(lines.get(1)).contains("[a\\nb] Test: oh");
    assertThat(lines.get(2)).contains("XRayVisionException: one\\ntwo");
    assertThat(lines.subList(2, lines.size())).allMatch(line -> line.startsWith("    "));
  }

  @Test
  void messagesOfLibrariesAreShownAtDebugOnly() throws IOException {
    Throwable thrown = new XRayVisionException("ours", new IllegalStateException("ION POPESCU"));

    List<String> lines =
        logged(
            "DEBUG",
            () -> {
              LOG.log(System.Logger.Level.WARNING, "w", thrown);
              LOG.log(System.Logger.Level.DEBUG, "d", thrown);
            });

    assertThat(lines).filteredOn(line -> line.contains("ours")).hasSize(2);
    assertThat(lines)
        .filteredOn(line -> line.contains("caused by"))
        .satisfiesExactly(
            warning -> assertThat(warning).doesNotContain("POPESCU"),
            debug -> assertThat(debug).contains("POPESCU"));
  }

  @Test
  void personalNumbersAreTakenOutButUidsStay() throws IOException {
    List<String> lines =
        logged(
            "INFO",
            () ->
                LOG.log(
                    System.Logger.Level.INFO,
                    "GET /patients/1700101409025 1.2.1700101409025 1700101409025.3 of 1700101409025."));

    assertThat(lines)
        .singleElement()
        .asString()
        .endsWith("GET /patients/[number] 1.2.1700101409025 1700101409025.3 of [number].");
  }

  @Test
  void theLevelHoldsForUsAndTalkativeLibrariesAreQuieter() throws IOException {
    List<String> lines =
        logged(
            "INFO",
            () -> {
              LOG.log(System.Logger.Level.DEBUG, "no");
              LOG.log(System.Logger.Level.INFO, "yes");
              LoggerFactory.getLogger("io.undertow.request").info("no");
              LoggerFactory.getLogger("org.xnio").warn("yes");
            });

    assertThat(lines).hasSize(2).allMatch(line -> line.endsWith("yes"));
  }

  @Test
  void timesCarryTheSitesOffset() throws IOException {
    assertThat(logged("INFO", () -> LOG.log(System.Logger.Level.INFO, "x")).get(0))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0[23]:00 INFO .*");
  }

  @Test
  void aFullFileIsPutAside() throws IOException {
    LocalDate day = LocalDate.now(ZONE);
    try (Logging logging = Logging.start("INFO", ZONE)) {
      logging.toFile(folder.resolve("xrayvision.log"), new FileSize(2000));
      for (int i = 0; i < 100; i++) {
        LOG.log(System.Logger.Level.INFO, "a line of some length, number " + i);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("xrayvision.log")
          .containsAnyOf(
              "xrayvision." + day + ".0.log", "xrayvision." + LocalDate.now(ZONE) + ".0.log")
          .hasSizeGreaterThan(3);
    }
  }

  private List<String> logged(String level, Runnable work) throws IOException {
    String name = Thread.currentThread().getName();
    Path file = folder.resolve("x.log");
    try (Logging logging = Logging.start(level, ZONE)) {
      logging.toFile(file);
      work.run();
    } finally {
      Thread.currentThread().setName(name);
    }
    return Files.readAllLines(file);
  }
}
