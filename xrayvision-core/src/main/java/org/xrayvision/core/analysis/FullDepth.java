/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.VisionModel;

/**
 * Gives pixels at full depth to the models in the house that look at them, and to no other. Safe
 * for threads.
 */
record FullDepth(Abilities abilities, Pictures pictures) {
  /** The picture as this model looks at it. */
  Picture picture(Picture picture, String uid, Asked<VisionModel> asked) {
    return asked.reach() == Reach.LOCAL && abilities.has(asked.plugin(), Capability.FULL_DEPTH)
        ? pictures.pixels(uid).map(picture::withPixels).orElse(picture)
        : picture;
  }
}
