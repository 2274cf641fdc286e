/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.plugin.BriefCall;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.VisionModel;

/**
 * Gives pixels at full depth to the models in the house that look at them, and to no other. Safe
 * for threads.
 */
final class FullDepth {
  private static final Duration TIME = Duration.ofSeconds(5);

  private final Set<VisionModel> models;
  private final Pictures pictures;

  private FullDepth(Set<VisionModel> models, Pictures pictures) {
    this.models = models;
    this.pictures = pictures;
  }

  /** Asks each model, once, whether it looks at full depth. */
  static FullDepth of(List<Member<VisionModel>> members, Pictures pictures) {
    Set<VisionModel> models = Collections.newSetFromMap(new IdentityHashMap<>());
    members.stream()
        .filter(member -> member.reach() == Reach.LOCAL && looks(member))
        .forEach(member -> models.add(member.plugin()));
    return new FullDepth(models, pictures);
  }

  private static boolean looks(Member<VisionModel> member) {
    try {
      return new BriefCall("xrv-plugin-capabilities", member.loader(), TIME)
          .call(() -> member.plugin().capabilities().contains(Capability.FULL_DEPTH));
    } catch (ExecutionException e) {
      // It cannot even say what it can do; its calls will tell.
      return false;
    }
  }

  /** The picture as this model looks at it. */
  Picture picture(Picture picture, String uid, Asked<VisionModel> asked) {
    return asked.reach() == Reach.LOCAL && models.contains(asked.plugin())
        ? pictures.pixels(uid).map(picture::withPixels).orElse(picture)
        : picture;
  }
}
