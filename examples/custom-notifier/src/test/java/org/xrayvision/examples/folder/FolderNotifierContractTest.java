/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.folder;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.spi.Notifier;
import org.xrayvision.testkit.LentContext;
import org.xrayvision.testkit.NotifierContract;

class FolderNotifierContractTest extends NotifierContract {
  @TempDir private Path folder;

  @Override
  protected Notifier notifier() {
    return new FolderNotifier(folder, new LentContext(folder));
  }
}
