/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class RedactingLoggerTest {
  private final List<String> lines = new ArrayList<>();
  private final ExamsInHand exams = new ExamsInHand();
  private final System.Logger logger = new RedactingLogger(new Lines(), exams);

  private final class Lines implements System.Logger {
    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.DEBUG;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(level + " " + message + (thrown == null ? "" : thrown));
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(level + " " + format);
    }
  }

  @Test
  void identifiersOfTheExamInHandAreBlankedEverywhere() {
    exams.take(text -> text.replace("Olteanu", "[name]"));
    logger.log(System.Logger.Level.INFO, "reading Olteanu");
    logger.log(System.Logger.Level.INFO, "reading {0} for {1}", "Olteanu", 3);
    logger.log(
        System.Logger.Level.WARNING,
        "it failed",
        new IllegalStateException("at Olteanu", new RuntimeException("of Olteanu")));
    assertThat(lines)
        .hasSize(3)
        .noneMatch(line -> line.contains("Olteanu"))
        .anyMatch(line -> line.contains("reading [name] for 3"))
        .anyMatch(line -> line.contains("of [name]") && line.contains("RedactingLoggerTest"));
  }

  @Test
  void afterTheAnswerNothingIsBlanked() {
    exams.take(text -> text.replace("Olteanu", "[name]")).close();
    logger.log(System.Logger.Level.INFO, "Olteanu");
    assertThat(lines).containsExactly("INFO Olteanu");
  }

  @Test
  void whatTheProgramDoesNotLogCostsNothing() {
    logger.log(
        System.Logger.Level.DEBUG,
        "{0}",
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("formatted for nobody");
          }
        });
    assertThat(lines).isEmpty();
  }
}
