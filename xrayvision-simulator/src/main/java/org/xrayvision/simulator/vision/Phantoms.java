/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Knows the phantoms of the demo again and has a report for each, so that what the simulated model
 * says fits what is seen. It looks at small thumbnails: nothing here reads an X-ray. Immutable.
 */
final class Phantoms {
  private static final String FOLDER = "/org/xrayvision/simulator/phantoms/";
  private static final int SIDE = 24;

  /**
   * Two different phantoms of one kind are alike to about 0.97; the same one, prepared, to more
   * than 0.99.
   */
  private static final double ALIKE = 0.97;

  private static final Map<String, SimulatedReport> REPORTS =
      Map.of(
          "chest_pa_consolidation",
          new SimulatedReport(
              "Ill-defined opacity in the right lower zone. The left lung is clear. The heart is of normal size.",
              "Right lower zone consolidation, suspicious for pneumonia.",
              8,
              86,
              "pneumonia"),
          "chest_pa_effusion",
          new SimulatedReport(
              "Dense opacity at the right base with a curved upper border; the costophrenic angle is lost.",
              "Right pleural effusion.",
              7,
              88,
              "pleural effusion"),
          "chest_pa_pneumothorax",
          new SimulatedReport(
              "A fine pleural line on the left, with no lung markings beyond it. The mediastinum is central.",
              "Left pneumothorax.",
              9,
              90,
              "pneumothorax"),
          "chest_pa_cardiomegaly",
          new SimulatedReport(
              "The heart is enlarged to both sides. The lungs are clear. The costophrenic angles are free.",
              "Cardiomegaly without signs of congestion.",
              5,
              81,
              "cardiomegaly"),
          "wrist_pa_fracture",
          new SimulatedReport(
              "Transverse lucent line through the distal radius with a step of the cortex.",
              "Displaced fracture of the distal radius.",
              8,
              92,
              "fracture"),
          "abdomen_levels",
          new SimulatedReport(
              "Several air-fluid levels in dilated loops. No free air below the diaphragm.",
              "Air-fluid levels, in keeping with bowel obstruction.",
              8,
              83,
              "bowel obstruction"));

  private static final SimulatedReport NORMAL =
      new SimulatedReport(
          "Normal alignment and outlines. No focal abnormality.",
          "No abnormality seen in this view.",
          0,
          93,
          "normal");

  private final Map<String, double[]> thumbnails = new HashMap<>();

  Phantoms() throws IOException {
    for (String name : REPORTS.keySet()) {
      load(name);
    }
    for (String name :
        new String[] {
          "chest_pa_normal",
          "chest_pa_normal_2",
          "chest_lat",
          "chest_ap_child",
          "hand_pa_normal",
          "wrist_pa_normal",
          "knee_ap",
          "pelvis_ap",
          "skull_lat",
          "lumbar_ap",
          "abdomen_normal",
          "foot_dp"
        }) {
      load(name);
    }
  }

  private void load(String name) throws IOException {
    try (InputStream in = Phantoms.class.getResourceAsStream(FOLDER + name + ".png")) {
      if (in != null) {
        thumbnails.put(name, thumbnail(ImageIO.read(in)));
      }
    }
  }

  /** The report on a phantom, or empty for a picture that is none. */
  Optional<SimulatedReport> reportOn(byte[] png) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      if (image == null) {
        return Optional.empty();
      }
      double[] seen = thumbnail(image);
      String best = null;
      double likeness = ALIKE;
      for (Map.Entry<String, double[]> entry : thumbnails.entrySet()) {
        double found = product(seen, entry.getValue());
        if (found > likeness) {
          likeness = found;
          best = entry.getKey();
        }
      }
      return Optional.ofNullable(best).map(name -> REPORTS.getOrDefault(name, NORMAL));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Stream<SimulatedReport> all() {
    return Stream.concat(REPORTS.values().stream(), Stream.of(NORMAL));
  }

  /** Small, with mean 0 and length 1, so that a product tells how alike two are. */
  private static double[] thumbnail(BufferedImage image) {
    BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        image.getScaledInstance(SIDE, SIDE, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
    graphics.dispose();
    double[] values = new double[SIDE * SIDE];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = small.getRaster().getSample(i % SIDE, i / SIDE, 0);
      mean += values[i] / values.length;
    }
    double length = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean;
      length += values[i] * values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= Math.sqrt(Math.max(length, 1));
    }
    return values;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
