/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A plugin named by its id, and how it is to run. Immutable.
 *
 * @param id of its factory
 * @param settings their texts, checked against the factory's schema when the engine is built
 * @param reach whether what it is given leaves the house
 */
public record PluginUse(String id, Map<String, String> settings, Reach reach) {
  /** Whether what a plugin is given stays in the house. */
  public enum Reach {
    /** It stays on machines of the hospital's. */
    LOCAL,
    /** It leaves the house: only what the egress policy allows is handed over. */
    EXTERNAL;

    /**
     * {@link #LOCAL} for an address that can only be in the house: a loopback, private or
     * link-local literal, a name without a dot, or one that ends with .localhost, .local, .lan,
     * .internal or .home.arpa. No name server is asked.
     */
    public static Reach of(URI address) {
      return HouseHosts.contains(address.getHost()) ? LOCAL : EXTERNAL;
    }
  }

  /** Copies the settings. */
  public PluginUse {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(reach, "reach");
    settings = Map.copyOf(settings);
  }

  /** A local plugin with its default settings. */
  public static PluginUse of(String id) {
    return new PluginUse(id, Map.of(), Reach.LOCAL);
  }

  /** The same with one setting more. */
  public PluginUse with(String name, String text) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(name, text);
    return new PluginUse(id, more, reach);
  }

  /** The same, reached outside the house. */
  public PluginUse external() {
    return new PluginUse(id, settings, Reach.EXTERNAL);
  }

  /** Names only: a setting may be a secret. */
  @Override
  public String toString() {
    return id + settings.keySet() + " " + reach;
  }
}
