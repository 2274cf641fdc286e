/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.util.ServiceConfigurationError;

/** Tells people why something could not be loaded. Stateless. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable e) {
    Throwable cause =
        e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof UnsupportedClassVersionError) {
      return "it is compiled for a newer Java: " + cause.getMessage();
    }
    if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
      return "a class is missing, put its jar into the plugin's folder: " + cause.getMessage();
    }
    if (cause instanceof LinkageError) {
      return "it does not fit this program: "
          + cause.getClass().getSimpleName()
          + ": "
          + cause.getMessage();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
