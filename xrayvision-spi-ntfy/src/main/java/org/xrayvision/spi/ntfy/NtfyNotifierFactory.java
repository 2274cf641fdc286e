/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.ntfy;

import java.util.List;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.NotifierFactory;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;

/** Makes notifiers that publish to a topic of an ntfy server, by the id {@code ntfy}. Stateless. */
public final class NtfyNotifierFactory implements NotifierFactory {
  /** For ServiceLoader. */
  public NtfyNotifierFactory() {}

  @Override
  public String id() {
    return "ntfy";
  }

  @Override
  public String version() {
    return "0.1";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "ntfy";
  }

  @Override
  public List<SettingSpec> settings() {
    return NtfyOptions.SCHEMA;
  }

  @Override
  public Notifier create(Settings settings, PluginContext context) {
    return new NtfyNotifier(NtfyOptions.of(settings), context.httpClient(), context.clock());
  }
}
