/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.SettingsException;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.testkit.LentContext;

class FolderNotifierTest {
  @TempDir private Path folder;

  private static Alert alert(String detail) {
    return new Alert(
        "a1",
        Instant.parse("2026-03-02T10:00:00Z"),
        8,
        "chest",
        URI.create("https://x.example.org/alerts/a1"),
        detail,
        Deadline.in(Duration.ofSeconds(5)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void anAlertThatIsToldTwiceIsThereOnce() throws IOException {
    FolderNotifier notifier = new FolderNotifier(folder, new LentContext(folder));
    notifier.send(alert("a\nlink: evil"));
    notifier.send(alert("a\nlink: evil"));

    assertThat(names()).containsExactly("a1.txt");
    assertThat(Files.readAllLines(folder.resolve("a1.txt")))
        .contains("severity: 8", "link: https://x.example.org/alerts/a1", "detail: a link: evil");
  }

  @Test
  void aFolderThatIsNotThereAnyMoreIsAnOutage() {
    FolderNotifier notifier =
        new FolderNotifier(folder.resolve("unmounted"), new LentContext(folder));
    assertThatThrownBy(() -> notifier.send(alert("x")))
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isTrue());
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    FolderNotifierFactory factory = new FolderNotifierFactory();
    assertThatThrownBy(() -> Settings.of(factory.settings(), Map.of()))
        .isInstanceOf(SettingsException.class);
    Settings nowhere =
        Settings.of(factory.settings(), Map.of("folder", folder.resolve("no").toString()));
    assertThatThrownBy(() -> factory.create(nowhere, new LentContext(folder)))
        .hasMessageContaining("is no folder");
  }
}
