/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteShadowRunTest extends ShadowRunContract {
  @TempDir private Path folder;

  @Override
  protected ExamStore open() {
    return SqliteExamStore.open(
        folder.resolve("xrayvision.db"), StoreOptions.defaults(folder.resolve("backup")));
  }
}
