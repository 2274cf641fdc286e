/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.lungfield;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.xrayvision.spi.Finding;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * Compares the lower zones of both lung fields: an example of a model that is no language model. It
 * has been trained on nothing and is good for nothing else. Safe for threads: it keeps no state.
 */
final class LungFieldModel implements VisionModel {
  /** How much brighter the left side is in a sound chest, since the heart is there. */
  private static final double HEART = 0.04;

  private static final double STEEPNESS = 100;

  private final double asymmetryThreshold;
  private final double flatnessThreshold;
  private final PluginContext context;

  LungFieldModel(double asymmetryThreshold, double flatnessThreshold, PluginContext context) {
    this.asymmetryThreshold = asymmetryThreshold;
    this.flatnessThreshold = flatnessThreshold;
    this.context = context;
  }

  @Override
  public VisionAnswer read(VisionRequest request) {
    if (!request.region().isEmpty() && !request.region().equals("chest")) {
      throw new PermanentBackendException("it looks at chests only, not at: " + request.region());
    }
    Picture picture = request.pictures().get(0);
    Raster pixels = decoded(picture).getRaster();
    Zone right = Zone.of(pixels, 0.15, 0.45);
    Zone left = Zone.of(pixels, 0.55, 0.85);
    double difference = right.mean() - left.mean() + HEART;
    Zone brighter = difference > 0 ? right : left;
    Zone flatter = right.deviation() < left.deviation() ? right : left;
    context.meter().count("pictures");
    return answer(
        new Finding(
            "one-sided opacity",
            logistic(Math.abs(difference) - asymmetryThreshold),
            brighter.location()),
        new Finding(
            "dense lower zone",
            logistic(flatnessThreshold - flatter.deviation()),
            flatter.location()));
  }

  /** With a severity: no report reader needs to be asked. */
  private static VisionAnswer answer(Finding... findings) {
    double likeliest = List.of(findings).stream().mapToDouble(Finding::probability).max().orElse(0);
    VisionAnswer.Builder answer =
        VisionAnswer.builder()
            .severity((int) Math.round(8 * likeliest))
            .confidence((int) Math.round(200 * Math.abs(likeliest - 0.5)))
            .model("lung-field");
    List.of(findings).forEach(answer::finding);
    return answer.build();
  }

  private static double logistic(double overThreshold) {
    return 1 / (1 + Math.exp(-STEEPNESS * overThreshold));
  }

  private static BufferedImage decoded(Picture picture) {
    try {
      // Not from an InputStream: ImageIO may cache that in a file outside the scratch folder.
      BufferedImage image =
          ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.png())));
      if (image == null) {
        throw new PermanentBackendException("the picture is no PNG");
      }
      return image;
    } catch (IOException e) {
      throw new PermanentBackendException("the picture cannot be decoded", null, e);
    }
  }

  @Override
  public String displayName() {
    return "Lung fields";
  }
}
