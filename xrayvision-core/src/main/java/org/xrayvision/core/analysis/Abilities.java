/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.xrayvision.core.plugin.BriefCall;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.VisionModel;

/** What each vision model says that it can do besides reading one picture. Immutable. */
final class Abilities {
  private static final Duration TIME = Duration.ofSeconds(5);

  private final IdentityHashMap<VisionModel, Set<Capability>> models = new IdentityHashMap<>();

  private Abilities() {}

  /** Asks each model, once. */
  static Abilities of(List<Member<VisionModel>> members) {
    Abilities abilities = new Abilities();
    members.forEach(member -> abilities.models.put(member.plugin(), told(member)));
    return abilities;
  }

  private static Set<Capability> told(Member<VisionModel> member) {
    try {
      return new BriefCall("xrv-plugin-capabilities", member.loader(), TIME)
          .call(() -> Set.copyOf(member.plugin().capabilities()));
    } catch (ExecutionException e) {
      // It cannot even say what it can do; its calls will tell.
      return Set.of();
    }
  }

  boolean has(VisionModel model, Capability capability) {
    return models.getOrDefault(model, Set.of()).contains(capability);
  }

  /** Whether one of them can. */
  boolean any(Capability capability) {
    return models.values().stream().anyMatch(abilities -> abilities.contains(capability));
  }
}
