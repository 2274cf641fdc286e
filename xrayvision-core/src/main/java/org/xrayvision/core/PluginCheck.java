/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.plugin.Plugins;

/** Makes the plugins as an engine would, looks what became of them, and closes them. Stateless. */
final class PluginCheck {
  private PluginCheck() {}

  static List<PluginStatus> of(XRayVisionBuilder parts, Path dataDirectory) {
    try {
      // Not in the data directory: a running engine empties that one's.
      Path scratch = Files.createTempDirectory("xrayvision-plugins");
      try (Plugins plugins = Foundation.plugins(parts, dataDirectory, scratch)) {
        PatientIds unused = PatientIds.of(parts, plugins);
        Members members = Members.of(parts, plugins);
        List<PluginStatus> status = plugins.status();
        members.visionModels().forEach(member -> close(member.plugin()::close));
        members.shadowModels().forEach(member -> close(member.plugin()::close));
        members.reportReaders().forEach(member -> close(member.plugin()::close));
        members.reportSources().forEach(member -> close(member.plugin()::close));
        members.notifiers().forEach(member -> close(member.plugin()::close));
        members.escalationNotifiers().forEach(member -> close(member.plugin()::close));
        return status;
      }
    } catch (IOException e) {
      throw new XRayVisionException("a temporary folder for the plugins cannot be made", e);
    }
  }

  private static void close(Runnable plugin) {
    try {
      plugin.run();
    } catch (RuntimeException | LinkageError e) {
      // It was made, which is what was asked.
    }
  }
}
