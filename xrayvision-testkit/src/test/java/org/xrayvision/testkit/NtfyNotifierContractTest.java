/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.ntfy.NtfyNotifierFactory;

class NtfyNotifierContractTest extends HttpNotifierContract {
  @Override
  protected Notifier notifier(URI backend) {
    NtfyNotifierFactory factory = new NtfyNotifierFactory();
    Map<String, String> texts =
        Map.of("url", backend.resolve("/topic").toString(), "token", SECRET);
    return factory.create(
        Settings.of(factory.settings(), texts), new LentContext(Path.of("target")));
  }

  @Override
  protected String rightAnswer() {
    return "{\"id\": \"hwQ2YpKdmg\", \"time\": 1635528741, \"event\": \"message\", \"topic\": \"t\"}";
  }
}
