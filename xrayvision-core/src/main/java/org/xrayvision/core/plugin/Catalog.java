/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginStatus.State;

/**
 * All plugins that are installed, the broken ones too. It holds their class loaders open until it
 * is closed. One thread.
 */
public final class Catalog implements AutoCloseable {
  private final List<Found> found = new ArrayList<>();
  private final List<PluginClassLoader> loaders = new ArrayList<>();

  private Catalog() {}

  /**
   * Looks for plugins.
   *
   * @param program the class path of the program
   * @param folders like {@code plugins/}, each folder in one of them a plugin; one that is missing
   *     holds none; of two plugins with one id the first counts
   * @throws XRayVisionException if one of the folders cannot be listed
   */
  public static Catalog load(ClassLoader program, List<Path> folders) {
    Catalog catalog = new Catalog();
    PluginFinder.builtIn(program).forEach(catalog::add);
    try {
      for (Path folder : folders) {
        if (Files.isDirectory(folder)) {
          folders(folder).forEach(plugin -> catalog.add(plugin, program));
        }
      }
      return catalog;
    } catch (XRayVisionException e) {
      catalog.close();
      throw e;
    }
  }

  private static List<Path> folders(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new XRayVisionException("the plugins folder " + folder + " cannot be listed", e);
    }
  }

  private void add(Path plugin, ClassLoader program) {
    String name = String.valueOf(plugin.getFileName());
    try {
      PluginClassLoader loader = PluginFinder.loader(plugin, program);
      loaders.add(loader);
      List<Found> inside = PluginFinder.inFolder(plugin, loader);
      if (inside.isEmpty()) {
        addBroken(name, program, "no jar in it names a factory of ours in META-INF/services");
      }
      inside.forEach(this::add);
    } catch (IOException e) {
      addBroken(name, program, String.valueOf(e.getMessage()));
    }
  }

  private void addBroken(String name, ClassLoader program, String problem) {
    found.add(PluginFinder.broken(PluginKind.VISION_MODEL, name, program, name, problem));
  }

  private void add(Found candidate) {
    Optional<Found> twin =
        find(candidate.status().kind(), candidate.status().id())
            .filter(known -> candidate.factory() != null);
    found.add(twin.map(known -> duplicate(candidate, known)).orElse(candidate));
  }

  private static Found duplicate(Found candidate, Found known) {
    String why =
        "its id %s is taken: %s (%s) was found first, this is %s (%s); remove one"
            .formatted(
                candidate.status().id(),
                known.factory() == null ? "?" : known.factory().getClass().getName(),
                known.status().origin(),
                candidate.factory() == null ? "?" : candidate.factory().getClass().getName(),
                candidate.status().origin());
    return new Found(candidate.status().broken(why), null, candidate.loader());
  }

  /** The usable factory of this kind and id. */
  Optional<Found> find(PluginKind kind, String id) {
    return found.stream()
        .filter(one -> one.status().kind() == kind && one.status().id().equals(id))
        .filter(one -> one.factory() != null)
        .findFirst();
  }

  /** Why there is no usable factory of this kind and id. */
  String whyNot(PluginKind kind, String id) {
    return found.stream()
        .map(Found::status)
        .filter(one -> one.kind() == kind && one.id().equals(id) && one.state() == State.BROKEN)
        .map(one -> String.valueOf(one.problem()))
        .findFirst()
        .orElseGet(
            () ->
                "there is no such plugin; found are "
                    + found.stream()
                        .filter(one -> one.status().kind() == kind && one.factory() != null)
                        .map(one -> one.status().id())
                        .collect(Collectors.joining(", ", "[", "]")));
  }

  /** What is installed and what is broken, in the order in which it was found. */
  public List<PluginStatus> installed() {
    return found.stream().map(Found::status).toList();
  }

  @Override
  public void close() {
    for (PluginClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        // Nothing more can be loaded from it, which is all that was wanted.
      }
    }
  }
}
