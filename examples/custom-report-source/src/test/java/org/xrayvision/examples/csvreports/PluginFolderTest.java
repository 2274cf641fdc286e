/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

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
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.RadReport;
import org.xrayvision.core.FetchResult;
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

  /** Of the study of {@code olteanu_torace_1.dcm}. */
  private static final String REPORTS =
      """
      report_id,study_uid,radiologist,text
      R-1,2.25.33148221666478615627838490805848333685,Dr. Stan,"Torace: fără leziuni, cord normal."
      """;

  @RegisterExtension
  @Order(0)
  final LeakChecker leaks = new LeakChecker();

  @RegisterExtension
  @Order(1)
  final EngineExtension host = new EngineExtension(PluginFolderTest::withPlugin);

  private static XRayVisionBuilder withPlugin(XRayVisionBuilder builder) {
    return builder
        .pluginDirectory(pluginFolder())
        .reportSource(PluginUse.of("csv-reports").with("file", reports().toString()));
  }

  @Test
  void engineFindsTheReportThatStandsInTheFile() throws Exception {
    assertThat(host.engine().plugins())
        .filteredOn(plugin -> plugin.kind() == PluginKind.REPORT_SOURCE)
        .extracting(PluginStatus::id, PluginStatus::origin, PluginStatus::state)
        .contains(tuple("csv-reports", "csv-reports", PluginStatus.State.ACTIVE));
    String uid = ingest("olteanu_torace_1.dcm");
    host.await(uid, ExamStatus.DONE, ExamStatus.CHECK);

    FetchResult fetched = host.engine().fetchReport(uid);

    assertThat(fetched.outcome())
        .as(fetched.message())
        .isIn(FetchResult.Outcome.FOUND, FetchResult.Outcome.UNCHANGED);
    RadReport report = host.engine().exam(uid).orElseThrow().exam().radReport();
    assertThat(report).isNotNull();
    assertThat(report.id()).isEqualTo("R-1");
    assertThat(report.text()).isEqualTo("Torace: fără leziuni, cord normal.");
    assertThat(report.radiologist()).isEqualTo("Dr. Stan");
  }

  private static Path pluginFolder() {
    Path plugins = JAR.resolveSibling("plugins");
    try {
      Files.createDirectories(plugins.resolve("csv-reports"));
      Files.copy(JAR, plugins.resolve("csv-reports/csv-reports.jar"), REPLACE_EXISTING);
      return plugins;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path reports() {
    try {
      return Files.writeString(JAR.resolveSibling("reports.csv"), REPORTS);
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
