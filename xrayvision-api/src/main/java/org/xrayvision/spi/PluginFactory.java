/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.List;

/**
 * Makes plugins of one kind. Implement one of the interfaces below it, name the class in {@code
 * META-INF/services}, and the configuration can name the {@link #id()}; nothing runs that it does
 * not name. Made through a public constructor without parameters; safe for threads.
 *
 * @param <T> what it makes
 */
public interface PluginFactory<T> {
  /** The name by which the configuration asks for it: lower-case letters, digits, {@code -}. */
  String id();

  /** The version of the plugin, as its users know it. */
  String version();

  /** What {@code return Spi.VERSION;} compiles to in the plugin. */
  int spiVersion();

  /** What people read. */
  default String displayName() {
    return id();
  }

  /** The settings that it understands; any other is an error before {@link #create} is called. */
  default List<SettingSpec> settings() {
    return List.of();
  }

  /**
   * Makes a plugin. Called once for each place in the configuration that names it, on the thread
   * that starts the engine; what it throws is shown and leaves out only this plugin.
   *
   * @param settings checked against {@link #settings()}, with their defaults
   */
  T create(Settings settings, PluginContext context);
}
