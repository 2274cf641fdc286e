/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.lungfield;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.testkit.EngineExtension;
import org.xrayvision.testkit.LeakChecker;

/** The jar as it is handed out, in a folder: the classes are not on this test's class path. */
class PluginFolderTest {
  private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

  @RegisterExtension
  @Order(0)
  final LeakChecker leaks = new LeakChecker();

  @RegisterExtension
  @Order(1)
  final EngineExtension host = new EngineExtension(PluginFolderTest::withPlugin);

  private static XRayVisionBuilder withPlugin(XRayVisionBuilder builder) {
    return builder
        .pluginDirectory(pluginFolder())
        .visionModel(PluginUse.of("lung-field").with("asymmetry", "0.05"));
  }

  @Test
  void engineRunsThePluginOfAFolderAndKeepsItsFindings() throws Exception {
    assertThat(host.engine().plugins())
        .filteredOn(plugin -> plugin.kind() == PluginKind.VISION_MODEL)
        .extracting(PluginStatus::id, PluginStatus::origin, PluginStatus::state)
        .contains(tuple("lung-field", "lung-field", PluginStatus.State.ACTIVE));

    Exam exam = host.await(ingest("olteanu_torace_2.dcm"), ExamStatus.DONE, ExamStatus.ERROR);

    AiReport report = exam.aiReport();
    assertThat(report).as("%s", exam).isNotNull();
    assertThat(report.model()).isEqualTo("lung-field");
    assertThat(report.text()).contains("one-sided opacity").contains("dense lower zone");
    assertThat(report.severity()).isBetween(5, 8);
    assertThat(report.positive()).isTrue();
  }

  @Test
  void anExamThatItWillNeverReadIsAnErrorAtOnce() throws Exception {
    Exam exam = host.await(ingest("neamtu_craniu.dcm"), ExamStatus.DONE, ExamStatus.ERROR);
    assertThat(exam.status()).isEqualTo(ExamStatus.ERROR);
    assertThat(exam.detail()).contains("chests only");
  }

  private static Path pluginFolder() {
    Path plugins = JAR.resolveSibling("plugins");
    try {
      Files.createDirectories(plugins.resolve("lung-field"));
      Files.copy(JAR, plugins.resolve("lung-field/lung-field.jar"), REPLACE_EXISTING);
      return plugins;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ingest(String file) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of("../../testdata/ro", file))) {
      IngestResult result = host.engine().ingest(in);
      assertThat(result.isStored()).as(result.message()).isTrue();
      return String.valueOf(result.uid());
    }
  }
}
