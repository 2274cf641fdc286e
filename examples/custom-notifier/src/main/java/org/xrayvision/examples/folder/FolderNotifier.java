/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.TransientBackendException;

/**
 * Writes each alert into a file of its own, for a pager gateway say that looks into the folder. The
 * file's name is the alert's id: one that is told twice is there once. Safe for threads.
 */
final class FolderNotifier implements Notifier {
  private final Path folder;
  private final PluginContext context;

  FolderNotifier(Path folder, PluginContext context) {
    this.folder = folder;
    this.context = context;
  }

  @Override
  public void send(Alert alert) {
    // Who looks into the folder must not find half a file: it gets its name when it is whole.
    Path draft = folder.resolve("." + alert.id() + ".part");
    try {
      Files.writeString(draft, text(alert));
      Files.move(draft, folder.resolve(alert.id() + ".txt"), StandardCopyOption.REPLACE_EXISTING);
      context.meter().count("files");
    } catch (IOException e) {
      // A folder that is not mounted, a disk that is full: it is tried again until it works.
      throw TransientBackendException.outage(
          "the folder cannot be written: " + e.getClass().getSimpleName(), e);
    }
  }

  private static String text(Alert alert) {
    return String.join(
        "\n",
        alert.escalation() ? "NOT ACKNOWLEDGED" : "POSITIVE FINDING",
        "findings: " + alert.findings(),
        "severity: " + alert.severity(),
        "region: " + line(alert.region()),
        "since: " + alert.at(),
        "link: " + Objects.requireNonNullElse(alert.link(), "-"),
        "detail: " + line(Objects.requireNonNullElse(alert.detail(), "-")),
        "");
  }

  /** What people and devices have typed must not begin a line of its own. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  @Override
  public String displayName() {
    return "folder " + folder.getFileName();
  }
}
