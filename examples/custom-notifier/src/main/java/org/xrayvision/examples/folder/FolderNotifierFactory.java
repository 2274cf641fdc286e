/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.NotifierFactory;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;

/** Makes {@link FolderNotifier}s by the id {@code folder}. Stateless. */
public final class FolderNotifierFactory implements NotifierFactory {
  /** For ServiceLoader. */
  public FolderNotifierFactory() {}

  @Override
  public String id() {
    return "folder";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "Folder (example)";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.required("folder", SettingType.PATH, "Where the files go; it must be there."));
  }

  @Override
  public Notifier create(Settings settings, PluginContext context) {
    Path folder = settings.path("folder").orElseThrow();
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("folder is no folder: " + folder);
    }
    return new FolderNotifier(folder, context);
  }
}
