/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.folder;

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
import org.xrayvision.api.AlertView;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.testkit.EngineExtension;
import org.xrayvision.testkit.LeakChecker;

/** The jar as it is handed out, in a folder: the classes are not on this test's class path. */
class PluginFolderTest {
  private static final Path JAR = Path.of(System.getProperty("plugin.jar"));
  private static final Path ALERTS = JAR.resolveSibling("alerts");

  @RegisterExtension
  @Order(0)
  final LeakChecker leaks = new LeakChecker();

  @RegisterExtension
  @Order(1)
  final EngineExtension host = new EngineExtension(PluginFolderTest::withPlugin);

  private static XRayVisionBuilder withPlugin(XRayVisionBuilder builder) {
    return builder
        .visionModel(request -> VisionAnswer.builder().text("Pneumothorax.").severity(9).build())
        .pluginDirectory(pluginFolder())
        .notifier(PluginUse.of("folder").with("folder", ALERTS.toString()));
  }

  private static Path pluginFolder() {
    Path plugins = JAR.resolveSibling("plugins");
    try {
      Files.createDirectories(ALERTS);
      Files.createDirectories(plugins.resolve("folder"));
      Files.copy(JAR, plugins.resolve("folder/folder.jar"), REPLACE_EXISTING);
      return plugins;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void engineTellsThePluginOfAFolderWhatItFinds() throws Exception {
    assertThat(host.engine().plugins())
        .filteredOn(plugin -> plugin.kind() == PluginKind.NOTIFIER)
        .extracting(PluginStatus::id, PluginStatus::origin, PluginStatus::state)
        .contains(tuple("folder", "folder", PluginStatus.State.ACTIVE));
    String uid = ingest("olteanu_torace_2.dcm");
    host.await(uid, ExamStatus.DONE);

    AlertView alert = alert(uid);
    while (alert.sent() == null) {
      Thread.sleep(20);
      alert = alert(uid);
    }

    assertThat(Files.readAllLines(ALERTS.resolve(alert.id() + ".txt")))
        .startsWith("POSITIVE FINDING")
        .contains("severity: 9", "region: chest", "detail: -");
  }

  private AlertView alert(String uid) {
    AlertView alert = host.engine().exam(uid).orElseThrow().alert();
    assertThat(alert).isNotNull();
    return alert;
  }

  private String ingest(String file) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of("../../testdata/ro", file))) {
      IngestResult result = host.engine().ingest(in);
      assertThat(result.isStored()).as(result.message()).isTrue();
      return String.valueOf(result.uid());
    }
  }
}
