/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What the build wrote into the jar. Immutable.
 *
 * @param version null if the program is not packed
 * @param commit of the sources, null where the build was not told
 */
public record Build(@Nullable String version, @Nullable String commit) {
  /** Of the jar that this class is in. */
  public static Build ofThisProgram() {
    Attributes attributes = manifest();
    return new Build(
        Build.class.getPackage().getImplementationVersion(), text(attributes, "Build-Commit"));
  }

  private static @Nullable String text(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static Attributes manifest() {
    URL here = Build.class.getResource("Build.class");
    try {
      URLConnection connection = here == null ? null : here.openConnection();
      if (connection instanceof JarURLConnection jar) {
        // Not shared: closing it must not close the class path's own.
        jar.setUseCaches(false);
        try (JarFile file = jar.getJarFile()) {
          Manifest manifest = file.getManifest();
          return manifest == null ? new Attributes() : manifest.getMainAttributes();
        }
      }
    } catch (IOException e) {
      // Then it is not known.
    }
    return new Attributes();
  }
}
