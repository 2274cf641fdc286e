/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One plugin that is installed, or that was to be. Immutable.
 *
 * @param id what the configuration calls it; of one that could not even be loaded, its class or jar
 * @param version as the plugin says, empty where it could not be asked
 * @param displayName what people read
 * @param role what the configuration names it for; null for one that it does not name
 * @param origin where it was found: {@code built in}, or the folder's name below {@code plugins/},
 *     or {@code program} of one that the embedding program gave, which is listed when it is broken
 * @param problem why it is broken, and what to do; null unless it is
 */
public record PluginStatus(
    PluginKind kind,
    String id,
    String version,
    String displayName,
    @Nullable PluginRole role,
    String origin,
    State state,
    @Nullable String problem) {
  /** What has become of it. */
  public enum State {
    /** It is there, and the configuration does not name it. */
    INSTALLED,
    /** It runs. */
    ACTIVE,
    /** It cannot run; the rest does. */
    BROKEN
  }

  /** Checks that all parts are there. */
  public PluginStatus {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(displayName, "displayName");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(state, "state");
  }

  /** The same plugin, broken. */
  public PluginStatus broken(String why) {
    return new PluginStatus(kind, id, version, displayName, role, origin, State.BROKEN, why);
  }

  /** The same plugin, running. */
  public PluginStatus active() {
    return new PluginStatus(kind, id, version, displayName, role, origin, State.ACTIVE, null);
  }

  /** The same plugin, named for this. */
  public PluginStatus as(PluginRole what) {
    return new PluginStatus(kind, id, version, displayName, what, origin, state, problem);
  }
}
