/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import org.xrayvision.core.Estimate;

/**
 * Figures of agreement over a whole table, with large-sample intervals. In a fourfold table the
 * first row is what the one called positive, the first column what the other did. Pure.
 */
public final class Agreements {
  private Agreements() {}

  /**
   * F1. True negatives left aside, TP of TP + FP + FN is a binomial proportion J, and F1 = 2J / (1
   * + J) grows with it: Wilson's interval of J (see {@link Proportions}) carries over.
   *
   * @param table fourfold
   */
  public static Estimate f1(long[][] table) {
    long union = table[0][0] + table[0][1] + table[1][0];
    long n = union + table[1][1];
    Estimate jaccard = Proportions.wilson(table[0][0], union);
    Double value = jaccard.value();
    Double low = jaccard.low();
    Double high = jaccard.high();
    if (value == null || low == null || high == null) {
      return Estimate.undefined(n);
    }
    return new Estimate(twice(value), n, twice(low), twice(high));
  }

  private static double twice(double jaccard) {
    return 2 * jaccard / (1 + jaccard);
  }

  /**
   * Matthews' correlation coefficient (B. W. Matthews, Biochim. Biophys. Acta 405, 1975, 442),
   * which is the correlation of a fourfold table. Its variance is that of Y. M. M. Bishop, S. E.
   * Fienberg and P. W. Holland, Discrete Multivariate Analysis, 1975, §11.2; the interval is made
   * on Fisher's scale (z = artanh r), so that it stays between -1 and 1. Undefined where a row or a
   * column is empty.
   *
   * @param table fourfold
   */
  public static Estimate mcc(long[][] table) {
    long agreed = table[0][0] + table[1][1];
    long wrong = table[0][1] + table[1][0];
    long count = agreed + wrong;
    double n = count;
    double ai = (table[0][0] + table[0][1]) / n;
    double truth = (table[0][0] + table[1][0]) / n;
    double spread = ai * (1 - ai) * truth * (1 - truth);
    if (count == 0 || !(spread > 0)) {
      return Estimate.undefined(count);
    }
    double phi = (table[0][0] / n - ai * truth) / Math.sqrt(spread);
    if (wrong == 0 || agreed == 0) {
      return Estimate.bare(Math.signum(phi), count);
    }
    double error = Math.sqrt(phiVariance(phi, ai, truth, spread) / n) / (1 - phi * phi);
    double z = 0.5 * Math.log((1 + phi) / (1 - phi));
    return Estimate.within(
        phi,
        count,
        Math.tanh(z - Proportions.Z * error),
        Math.tanh(z + Proportions.Z * error),
        -1,
        1);
  }

  /** Of one observation. */
  private static double phiVariance(double phi, double ai, double truth, double spread) {
    double rows = 2 * ai - 1;
    double columns = 2 * truth - 1;
    double square = phi * phi;
    return 1
        - square
        + phi * (1 + square / 2) * rows * columns / Math.sqrt(spread)
        - 0.75
            * square
            * (rows * rows / (ai * (1 - ai)) + columns * columns / (truth * (1 - truth)));
  }

  /**
   * Cohen's kappa of a square table (J. Cohen, Educ. Psychol. Meas. 20, 1960, 37) with the standard
   * error of J. L. Fleiss, J. Cohen and B. S. Everitt, Psychol. Bull. 72, 1969, 323, formula 13.
   * Undefined where both put all into one class.
   */
  public static Estimate kappa(long[][] table) {
    int size = table.length;
    double n = 0;
    double agreed = 0;
    double[] rows = new double[size];
    double[] columns = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        n += table[i][j];
        rows[i] += table[i][j];
        columns[j] += table[i][j];
      }
      agreed += table[i][i];
    }
    double chance = 0;
    for (int i = 0; i < size; i++) {
      chance += rows[i] / n * (columns[i] / n);
    }
    if (n == 0 || chance >= 1) {
      return Estimate.undefined((long) n);
    }
    double kappa = (agreed / n - chance) / (1 - chance);
    double error = Math.sqrt(Math.max(0, kappaVariance(table, rows, columns, kappa, chance, n)));
    if (error < 1e-12) {
      return Estimate.bare(kappa, (long) n);
    }
    double half = Proportions.Z * error;
    return Estimate.within(kappa, (long) n, kappa - half, kappa + half, -1, 1);
  }

  private static double kappaVariance(
      long[][] table, double[] rows, double[] columns, double kappa, double chance, double n) {
    double sum = 0;
    double rest = 1 - kappa;
    for (int i = 0; i < table.length; i++) {
      for (int j = 0; j < table.length; j++) {
        double both = (columns[i] + rows[j]) / n;
        double weight = i == j ? 1 - both * rest : both * rest;
        sum += table[i][j] / n * weight * weight;
      }
    }
    double middle = kappa - chance * rest;
    return (sum - middle * middle) / (n * (1 - chance) * (1 - chance));
  }
}
