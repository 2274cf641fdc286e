/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.spi.PluginFactory;
import org.xrayvision.spi.Spi;

/**
 * Looks for factories: on the program's own class path, then in each folder below {@code plugins/}.
 * One that cannot be loaded is listed as broken and hides no other. Stateless.
 */
final class PluginFinder {
  static final String BUILT_IN = "built in";

  private static final int MOST_OF_A_KIND = 1_000;

  private PluginFinder() {}

  static List<Found> builtIn(ClassLoader program) {
    List<Found> found = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      found.addAll(providers(kind, program, BUILT_IN, type -> true));
    }
    return found;
  }

  /** The plugins of one folder of jars. */
  static List<Found> inFolder(Path folder, PluginClassLoader loader) {
    String origin = String.valueOf(folder.getFileName());
    List<Found> found = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      // What the parent offers is the program's, not this folder's.
      found.addAll(providers(kind, loader, origin, type -> type.getClassLoader() == loader));
    }
    return found;
  }

  static PluginClassLoader loader(Path folder, ClassLoader program) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(url(jar));
      }
    }
    if (jars.isEmpty()) {
      throw new IOException("there is no jar in it");
    }
    return new PluginClassLoader(
        String.valueOf(folder.getFileName()), jars.toArray(URL[]::new), program);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  private static List<Found> providers(
      PluginKind kind, ClassLoader loader, String origin, Predicate<Class<?>> counts) {
    List<Found> found = new ArrayList<>();
    Iterator<? extends ServiceLoader.Provider<? extends PluginFactory<?>>> providers =
        ServiceLoader.load(kind.factory(), loader).stream().iterator();
    for (int i = 0; i < MOST_OF_A_KIND; i++) {
      ServiceLoader.Provider<? extends PluginFactory<?>> provider;
      try {
        if (!providers.hasNext()) {
          break;
        }
        provider = providers.next();
      } catch (ServiceConfigurationError | LinkageError e) {
        found.add(broken(kind, origin, loader, origin, Reasons.of(e)));
        continue;
      }
      if (counts.test(provider.type())) {
        found.add(ask(kind, origin, loader, provider));
      }
    }
    return found;
  }

  private static Found ask(
      PluginKind kind,
      String origin,
      ClassLoader loader,
      ServiceLoader.Provider<? extends PluginFactory<?>> provider) {
    String type = provider.type().getName();
    try {
      PluginFactory<?> factory = provider.get();
      int version = factory.spiVersion();
      PluginStatus status = installed(kind, factory, origin);
      if (version != Spi.VERSION) {
        String why =
            "it was compiled against version "
                + version
                + " of the SPI, this program has version "
                + Spi.VERSION
                + ": get the plugin's release for it";
        return new Found(status.broken(why), null, loader);
      }
      if (!factory.id().matches("[a-z0-9][a-z0-9-]*")) {
        return broken(kind, type, loader, origin, "its id is not lower-case letters, digits and -");
      }
      return new Found(status, factory, loader);
    } catch (RuntimeException | Error e) {
      return broken(kind, type, loader, origin, Reasons.of(e));
    }
  }

  private static PluginStatus installed(PluginKind kind, PluginFactory<?> factory, String origin) {
    return new PluginStatus(
        kind,
        factory.id(),
        factory.version(),
        factory.displayName(),
        null,
        origin,
        State.INSTALLED,
        null);
  }

  static Found broken(
      PluginKind kind, String name, ClassLoader loader, String origin, String problem) {
    return new Found(
        new PluginStatus(kind, name, "", name, null, origin, State.BROKEN, problem), null, loader);
  }
}
