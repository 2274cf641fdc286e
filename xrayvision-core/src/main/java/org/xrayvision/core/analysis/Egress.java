/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.BurnedIn;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.resilience.AskFilter;
import org.xrayvision.spi.Picture;

/**
 * What of one exam may leave the house. Texts are scrubbed for every model; pictures are blanked
 * for those outside, and stay inside where nobody has said what their sender burns into them.
 * Immutable.
 */
final class Egress implements AskFilter {
  private final @Nullable String sender;
  private final @Nullable List<BurnedInRegion> burnedIn;
  private final boolean saysBurnedIn;

  /**
   * @param sender the calling AE title, where there is one
   * @param burnedIn what it burns in; null where nobody has said
   * @param saysBurnedIn whether the object says that text is burned in: then no boxes are not
   *     believed
   */
  Egress(@Nullable String sender, @Nullable List<BurnedInRegion> burnedIn, boolean saysBurnedIn) {
    this.sender = sender;
    this.burnedIn = burnedIn;
    this.saysBurnedIn = saysBurnedIn;
  }

  @Override
  public Optional<String> whyNot(Reach reach) {
    if (reach == Reach.LOCAL || (burnedIn != null && !isContradicted(burnedIn))) {
      return Optional.empty();
    }
    String name = sender == null ? "an unnamed sender" : sender;
    String section = "[source:" + (sender == null ? "AETITLE" : sender) + "]";
    return Optional.of(
        burnedIn == null
            ? "names may be burned into the pictures of "
                + name
                + ", and this model is outside the house; set burned_in_regions of "
                + section
                + " to none or to the boxes to be blanked"
            : "the object says that text is burned in, or is a screen capture or an ultrasound"
                + " picture, and this model is outside the house; burned_in_regions of "
                + section
                + " is none: set it to the boxes to be blanked");
  }

  /** An object that has text in its pixels from a sender that is said to burn nothing in. */
  private boolean isContradicted(List<BurnedInRegion> regions) {
    return saysBurnedIn && regions.isEmpty();
  }

  /** What is known of it for readers inside, who are believed where nothing is said. */
  BurnedIn burnedIn() {
    List<BurnedInRegion> regions = burnedIn == null ? List.of() : burnedIn;
    return new BurnedIn(regions, isContradicted(regions));
  }

  /** The picture as a model of this reach may see it. */
  Picture picture(Picture picture, Reach reach) {
    if (reach == Reach.LOCAL) {
      return picture;
    }
    if (burnedIn == null || isContradicted(burnedIn)) {
      throw new IllegalStateException("a picture that must stay inside was to be sent");
    }
    try {
      return Blanker.blank(picture, burnedIn);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
