/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.CalibrationBin;
import org.xrayvision.core.Estimate;
import org.xrayvision.core.RocPoint;

/** Figures over the scales that the model answers on: severity, confidence, time. Pure. */
public final class Scales {
  private static final int BIN = 10;
  private static final int BINS = 10;

  private Scales() {}

  /**
   * The receiver operating characteristic: a point for each severity from which one could call a
   * finding positive, from none to all.
   *
   * @param positives how many that are truly positive have each severity
   * @param negatives how many that are not
   */
  public static List<RocPoint> roc(long[] positives, long[] negatives) {
    List<RocPoint> points = new ArrayList<>();
    long sick = sum(positives);
    long well = sum(negatives);
    long hits = 0;
    long alarms = 0;
    for (int threshold = positives.length; threshold >= 0; threshold--) {
      if (threshold < positives.length) {
        hits += positives[threshold];
        alarms += negatives[threshold];
      }
      points.add(
          new RocPoint(
              threshold, Proportions.wilson(hits, sick), Proportions.wilson(alarms, well)));
    }
    return points;
  }

  /**
   * The area under that curve by the trapezoid rule, which is Wilcoxon's statistic with ties
   * counted half; standard error by J. A. Hanley and B. J. McNeil, Radiology 143, 1982, 29.
   * Undefined without positives or without negatives.
   */
  public static Estimate auc(long[] positives, long[] negatives) {
    double sick = sum(positives);
    double well = sum(negatives);
    long n = (long) (sick + well);
    if (sick == 0 || well == 0) {
      return Estimate.undefined(n);
    }
    double won = 0;
    double above = sick;
    // Of pairs of one positive and one negative, and of those with two of either kind.
    double twoSick = 0;
    double twoWell = 0;
    double below = 0;
    for (int severity = 0; severity < positives.length; severity++) {
      double here = positives[severity];
      double there = negatives[severity];
      above -= here;
      won += there * (above + here / 2);
      twoSick += there * (above * above + above * here + here * here / 3);
      twoWell += here * (below * below + below * there + there * there / 3);
      below += there;
    }
    double area = won / (sick * well);
    double q1 = twoSick / (well * sick * sick);
    double q2 = twoWell / (sick * well * well);
    double variance =
        (area * (1 - area) + (sick - 1) * (q1 - area * area) + (well - 1) * (q2 - area * area))
            / (sick * well);
    if (variance <= 1e-15) {
      return Estimate.bare(area, n);
    }
    double half = Proportions.Z * Math.sqrt(variance);
    return Estimate.within(area, n, area - half, area + half, 0, 1);
  }

  /**
   * Stated confidence beside the share that was right, in ten bins (reliability diagram).
   *
   * @param right how many answers of each confidence from 0 to 100 were right
   * @param all how many there were
   */
  public static List<CalibrationBin> calibration(long[] right, long[] all) {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int from = bin * BIN;
      int to = bin == BINS - 1 ? all.length : from + BIN;
      long n = 0;
      long correct = 0;
      double stated = 0;
      for (int confidence = from; confidence < to; confidence++) {
        n += all[confidence];
        correct += right[confidence];
        stated += (double) all[confidence] * confidence;
      }
      Double mean = n == 0 ? null : stated / n / 100;
      bins.add(new CalibrationBin(from, from + BIN, mean, Proportions.wilson(correct, n)));
    }
    return bins;
  }

  /**
   * The expected calibration error: the mean distance of confidence and share right over the bins,
   * each weighted by what is in it (M. Pakdaman Naeini et al., AAAI 2015, 2901). Null without any.
   */
  public static @Nullable Double calibrationError(List<CalibrationBin> bins) {
    double distance = 0;
    long n = 0;
    for (CalibrationBin bin : bins) {
      Double stated = bin.confidence();
      Double share = bin.accuracy().value();
      if (stated != null && share != null) {
        distance += bin.accuracy().n() * Math.abs(stated - share);
        n += bin.accuracy().n();
      }
    }
    return n == 0 ? null : distance / n;
  }

  /**
   * The smallest value below or at which so many percent lie (nearest rank); null of none.
   *
   * @param counts how many there are of each value
   */
  public static @Nullable Long percentile(SortedMap<Long, Long> counts, int percent) {
    long n = counts.values().stream().mapToLong(Long::longValue).sum();
    long rank = Math.max(1, (n * percent + 99) / 100);
    long passed = 0;
    for (var entry : counts.entrySet()) {
      passed += entry.getValue();
      if (passed >= rank) {
        return entry.getKey();
      }
    }
    return null;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
