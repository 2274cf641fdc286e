/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin folder: its own first, and of the program's nothing but the API and the
 * SPI, so that a plugin brings the libraries that it needs in the versions that it needs. Safe for
 * threads.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /**
   * @param program defines the API and the SPI
   */
  PluginClassLoader(String name, URL[] jars, ClassLoader program) {
    super("plugin " + name, jars, new SpiOnly(program));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known == null && !SpiOnly.isShared(name)) {
        known = own(name);
      }
      if (known == null) {
        return super.loadClass(name, resolve);
      }
      if (resolve) {
        resolveClass(known);
      }
      return known;
    }
  }

  private @Nullable Class<?> own(String name) {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** Own resources first, so that META-INF/services and property files are the plugin's. */
  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  /** The platform, the API and the SPI; nothing else of the program's class path. */
  private static final class SpiOnly extends ClassLoader {
    private final ClassLoader program;

    SpiOnly(ClassLoader program) {
      super("spi", ClassLoader.getPlatformClassLoader());
      this.program = program;
    }

    static boolean isShared(String name) {
      return name.startsWith("org.xrayvision.spi.")
          || name.startsWith("org.xrayvision.api.")
          || name.startsWith("org.jspecify.annotations.")
          || name.startsWith("java.");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      // org.xrayvision.spi.openai and the like are plugins themselves.
      if (isShared(name)) {
        return program.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
