/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.spi.Meter;

/**
 * A plugin as the engine was given it. Immutable.
 *
 * @param loader its context class loader while it is called
 * @param reach whether what it is given leaves the house
 * @param onSwitchedOff told why, if it is switched off for good
 * @param meter counts its {@code calls}, {@code failures} and {@code outages}, and times their
 *     {@code latency}
 * @param discreet takes the identifiers of the exams in hand out of what it says of itself, which
 *     everybody is shown
 */
public record Member<T>(
    T plugin,
    ClassLoader loader,
    Reach reach,
    Consumer<String> onSwitchedOff,
    Meter meter,
    UnaryOperator<String> discreet) {
  /** Checks that all parts are there. */
  public Member {
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(loader, "loader");
    Objects.requireNonNull(reach, "reach");
    Objects.requireNonNull(onSwitchedOff, "onSwitchedOff");
    Objects.requireNonNull(meter, "meter");
    Objects.requireNonNull(discreet, "discreet");
  }

  /** A plugin that has no exam in hand. */
  public Member(
      T plugin, ClassLoader loader, Reach reach, Consumer<String> onSwitchedOff, Meter meter) {
    this(plugin, loader, reach, onSwitchedOff, meter, UnaryOperator.identity());
  }

  /** A plugin whose calls nobody counts, besides. */
  public Member(T plugin, ClassLoader loader, Reach reach, Consumer<String> onSwitchedOff) {
    this(plugin, loader, reach, onSwitchedOff, Plugins.noMeter());
  }

  /** A plugin that the embedding program made itself. */
  public static <T> Member<T> of(T plugin, Reach reach) {
    return new Member<>(plugin, loaderOf(plugin), reach, why -> {});
  }

  /** The loader of the plugin's class. */
  public static ClassLoader loaderOf(Object plugin) {
    ClassLoader loader = plugin.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Plugins that the embedding program made itself, and that stay in the house. */
  public static <T> List<Member<T>> local(List<? extends T> plugins) {
    return plugins.stream().map(plugin -> Member.<T>of(plugin, Reach.LOCAL)).toList();
  }
}
