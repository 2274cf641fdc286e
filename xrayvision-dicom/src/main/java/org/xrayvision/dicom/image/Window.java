/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;

/**
 * A VOI window (PS3.3 §C.11.2.1.2). Immutable.
 *
 * @param center WindowCenter (0028,1050) in output units of the modality transform
 * @param width WindowWidth (0028,1051), at least 1
 * @param function VOILUTFunction (0028,1056)
 */
record Window(double center, double width, Function function) {
  /** VOILUTFunction; an unknown term is read as the default, LINEAR. */
  enum Function {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID
  }

  /** The first window of a data set; empty if there is none, or its width is below 1. */
  static Optional<Window> first(DataSet dataSet) {
    OptionalDouble center = dataSet.decimal(Tag.WindowCenter);
    OptionalDouble width = dataSet.decimal(Tag.WindowWidth);
    if (center.isEmpty() || width.isEmpty() || !Double.isFinite(center.getAsDouble())) {
      return Optional.empty();
    }
    if (!(width.getAsDouble() >= 1) || Double.isInfinite(width.getAsDouble())) {
      return Optional.empty();
    }
    return Optional.of(new Window(center.getAsDouble(), width.getAsDouble(), function(dataSet)));
  }

  private static Function function(DataSet dataSet) {
    return switch (dataSet.string(Tag.VOILUTFunction).orElse("").toUpperCase(Locale.ROOT)) {
      case "LINEAR_EXACT" -> Function.LINEAR_EXACT;
      case "SIGMOID" -> Function.SIGMOID;
      default -> Function.LINEAR;
    };
  }

  /** The grey of a modality value, 0 to 1. */
  double apply(double x) {
    return switch (function) {
      case LINEAR -> linear(x);
      case LINEAR_EXACT -> clamp((x - center) / width + 0.5);
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (x - center) / width));
    };
  }

  /** The two outer cases stand first, so that a width of 1 (a threshold) divides nothing by 0. */
  private double linear(double x) {
    double middle = center - 0.5;
    double half = (width - 1) / 2;
    if (x <= middle - half) {
      return 0;
    }
    if (x > middle + half) {
      return 1;
    }
    return (x - middle) / (width - 1) + 0.5;
  }

  private static double clamp(double y) {
    return Math.max(0, Math.min(1, y));
  }
}
