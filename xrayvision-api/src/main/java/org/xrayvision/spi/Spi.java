/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** The version of this service provider interface. */
public final class Spi {
  /**
   * Its major version. A factory answers it from {@link PluginFactory#spiVersion()}: the compiler
   * writes the number into the plugin, so that the engine can tell what it was compiled against.
   */
  public static final int VERSION = 1;

  private Spi() {}
}
