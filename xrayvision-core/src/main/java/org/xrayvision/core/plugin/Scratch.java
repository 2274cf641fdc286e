/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xrayvision.core.store.FolderTree;

/** The folder below which each plugin has one of its own. Stateless but for its path. */
final class Scratch {
  private final Path root;

  Scratch(Path root) {
    this.root = root;
  }

  /** An empty folder. */
  Path folder(String name) throws IOException {
    Path folder = root.resolve(name);
    FolderTree.delete(folder);
    return Files.createDirectories(folder);
  }

  void deleteAll() {
    try {
      FolderTree.delete(root);
    } catch (IOException e) {
      // A plugin still writes into it; the next start empties it.
    }
  }
}
