/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.xrayvision.core.stats.Agreements;
import org.xrayvision.core.stats.Proportions;

/**
 * How often the model and the truth said what: positive is severity at or above the threshold, the
 * truth is the manual review, else the assessed report. What is not assessed is in no cell.
 * Immutable. Every figure has a 95 % interval and is null where it is not defined.
 */
public record ConfusionMatrix(
    long truePositives, long trueNegatives, long falsePositives, long falseNegatives) {
  /** Nothing was compared. */
  public static final ConfusionMatrix EMPTY = new ConfusionMatrix(0, 0, 0, 0);

  /** Checks that nothing is negative. */
  public ConfusionMatrix {
    if (Math.min(Math.min(truePositives, trueNegatives), Math.min(falsePositives, falseNegatives))
        < 0) {
      throw new IllegalArgumentException("counts must not be below 0");
    }
  }

  /** What was compared. */
  public long n() {
    return truePositives + trueNegatives + falsePositives + falseNegatives;
  }

  /** Where both agree. */
  public long correct() {
    return truePositives + trueNegatives;
  }

  /** Where they do not. */
  public long wrong() {
    return falsePositives + falseNegatives;
  }

  /** Both together. */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    return new ConfusionMatrix(
        truePositives + other.truePositives,
        trueNegatives + other.trueNegatives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives);
  }

  /** TP / (TP + FP). */
  public Estimate positivePredictiveValue() {
    return Proportions.wilson(truePositives, truePositives + falsePositives);
  }

  /** TN / (TN + FN). */
  public Estimate negativePredictiveValue() {
    return Proportions.wilson(trueNegatives, trueNegatives + falseNegatives);
  }

  /** TP / (TP + FN). */
  public Estimate sensitivity() {
    return Proportions.wilson(truePositives, truePositives + falseNegatives);
  }

  /** TN / (TN + FP). */
  public Estimate specificity() {
    return Proportions.wilson(trueNegatives, trueNegatives + falsePositives);
  }

  /** (TP + TN) / n. */
  public Estimate accuracy() {
    return Proportions.wilson(correct(), n());
  }

  /** 2 TP / (2 TP + FP + FN). */
  public Estimate f1() {
    return Agreements.f1(table());
  }

  /** Matthews' correlation coefficient. */
  public Estimate mcc() {
    return Agreements.mcc(table());
  }

  /** Cohen's kappa. */
  public Estimate kappa() {
    return Agreements.kappa(table());
  }

  /** A row for what the model called positive and one for the rest, columns for the truth. */
  private long[][] table() {
    return new long[][] {{truePositives, falsePositives}, {falseNegatives, trueNegatives}};
  }
}
