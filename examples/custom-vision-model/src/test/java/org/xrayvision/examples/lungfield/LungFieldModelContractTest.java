/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.lungfield;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.testkit.LentContext;
import org.xrayvision.testkit.VisionModelContract;

class LungFieldModelContractTest extends VisionModelContract {
  @TempDir private Path scratch;

  @Override
  protected VisionModel model() {
    return new LungFieldModel(0.04, 0.25, new LentContext(scratch));
  }
}
