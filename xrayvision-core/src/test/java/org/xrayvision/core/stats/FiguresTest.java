/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.xrayvision.core.CalibrationBin;
import org.xrayvision.core.ConfusionMatrix;
import org.xrayvision.core.Estimate;

/** Published worked examples, and what must hold for all counts. */
class FiguresTest {
  private static final Offset<Double> FOURTH = within(0.00006);
  private static final Offset<Double> THIRD = within(0.0006);

  private static double value(Estimate estimate) {
    return Objects.requireNonNull(estimate.value());
  }

  private static double low(Estimate estimate) {
    return Objects.requireNonNull(estimate.low());
  }

  private static double high(Estimate estimate) {
    return Objects.requireNonNull(estimate.high());
  }

  /**
   * R. G. Newcombe, Two-sided confidence intervals for the single proportion, Stat. Med. 17 (1998)
   * 857, table I, method 3 (score method without continuity correction, of E. B. Wilson 1927).
   */
  @Test
  void wilsonsIntervalsAreThoseOfNewcombesTable() {
    double[][] table = {
      {81, 263, 0.2553, 0.3662},
      {15, 148, 0.0624, 0.1605},
      {0, 20, 0, 0.1611},
      {1, 29, 0.0061, 0.1718}
    };
    for (double[] row : table) {
      Estimate estimate = Proportions.wilson((long) row[0], (long) row[1]);
      assertThat(low(estimate)).isCloseTo(row[2], FOURTH);
      assertThat(high(estimate)).isCloseTo(row[3], FOURTH);
    }
  }

  /**
   * J. Sim and C. C. Wright, The kappa statistic in reliability studies, Phys. Ther. 85 (2005) 257,
   * doi 10.1093/ptj/85.3.257, table 1: 22 and 11 agreed, 2 and 4 not; kappa 0.67.
   */
  @Test
  void kappaIsThatOfSimAndWright() {
    assertThat(value(new ConfusionMatrix(22, 11, 2, 4).kappa())).isCloseTo(0.67, within(0.005));
  }

  /**
   * The simple kappa coefficient that SAS prints (PROC FREQ) of the table in statsmodels'
   * test_inter_rater.py: 0.4842, asymptotic standard error 0.1380, limits 0.2137 and 0.7547.
   */
  @Test
  void kappaItsErrorAndItsLimitsAreThoseOfSas() {
    Estimate kappa = Agreements.kappa(new long[][] {{0, 4, 1}, {0, 8, 0}, {0, 1, 5}});
    assertThat(value(kappa)).isCloseTo(0.4842, FOURTH);
    assertThat((high(kappa) - low(kappa)) / 2 / Proportions.Z).isCloseTo(0.1380, FOURTH);
    assertThat(low(kappa)).isCloseTo(0.2137, FOURTH);
    assertThat(high(kappa)).isCloseTo(0.7547, FOURTH);
  }

  /** The example of scikit-learn's matthews_corrcoef: true + + + -, predicted + - + +, -0.33. */
  @Test
  void mccIsThatOfScikitLearn() {
    assertThat(value(new ConfusionMatrix(2, 0, 1, 1).mcc())).isCloseTo(-0.33, within(0.005));
  }

  /**
   * D. Chicco and G. Jurman, The advantages of the Matthews correlation coefficient, BMC Genomics
   * 21 (2020) 6, doi 10.1186/s12864-019-6413-7, use case A1: of 91 positives 90 are found, of 9
   * negatives none.
   */
  @Test
  void accuracyF1AndMccAreThoseOfChiccoAndJurman() {
    ConfusionMatrix matrix = new ConfusionMatrix(90, 0, 9, 1);
    assertThat(value(matrix.accuracy())).isCloseTo(0.90, within(0.005));
    assertThat(value(matrix.f1())).isCloseTo(0.95, within(0.005));
    assertThat(value(matrix.mcc())).isCloseTo(-0.03, within(0.005));
  }

  /**
   * J. A. Hanley and B. J. McNeil, The meaning and use of the area under a ROC curve, Radiology 143
   * (1982) 29, table I: the ratings of 58 normal and 51 abnormal CT images, area 0.893. Their
   * standard error, of which Q1 and Q2 are counted here one image after the other.
   */
  @Test
  void theAreaAndItsErrorAreThoseOfHanleyAndMcNeil() {
    long[] abnormal = {3, 2, 2, 11, 33};
    long[] normal = {33, 6, 6, 11, 2};
    Estimate area = Scales.auc(abnormal, normal);
    assertThat(value(area)).isCloseTo(0.893, THIRD);
    int[] sick = each(abnormal);
    int[] well = each(normal);
    double a = value(area);
    double q1 = triples(sick, well, 1);
    double q2 = triples(well, sick, -1);
    double variance =
        (a * (1 - a) + (sick.length - 1) * (q1 - a * a) + (well.length - 1) * (q2 - a * a))
            / (sick.length * well.length);
    assertThat((a - low(area)) / Proportions.Z).isCloseTo(Math.sqrt(variance), within(1e-9));
  }

  private static int[] each(long[] counts) {
    return IntStream.range(0, counts.length)
        .flatMap(rating -> IntStream.generate(() -> rating).limit(counts[rating]))
        .toArray();
  }

  /** How often two of the one kind are both on their side of one of the other; ties are shared. */
  private static double triples(int[] two, int[] one, int sign) {
    double sum = 0;
    for (int other : one) {
      for (int first : two) {
        for (int second : two) {
          int a = Integer.signum(sign * (first - other));
          int b = Integer.signum(sign * (second - other));
          sum += a < 0 || b < 0 ? 0 : a > 0 && b > 0 ? 1 : a == 0 && b == 0 ? 1.0 / 3 : 0.5;
        }
      }
    }
    return sum / one.length / two.length / two.length;
  }

  /** The variance of a function of multinomial shares, by differences: another way to it. */
  @Test
  void theIntervalsOfMccAndKappaAreThoseOfTheDeltaMethod() {
    ConfusionMatrix matrix = new ConfusionMatrix(120, 700, 45, 60);
    double mcc = value(matrix.mcc());
    double z = (atanh(high(matrix.mcc())) - atanh(low(matrix.mcc()))) / 2 / Proportions.Z;
    assertThat(z * (1 - mcc * mcc)).isCloseTo(deltaError(matrix, true), within(1e-4));
    double kappa = (high(matrix.kappa()) - low(matrix.kappa())) / 2 / Proportions.Z;
    assertThat(kappa).isCloseTo(deltaError(matrix, false), within(1e-4));
  }

  private static double atanh(double r) {
    return 0.5 * Math.log((1 + r) / (1 - r));
  }

  private static double deltaError(ConfusionMatrix matrix, boolean mcc) {
    long scale = 1_000_000;
    long[] cells = {
      matrix.truePositives(),
      matrix.trueNegatives(),
      matrix.falsePositives(),
      matrix.falseNegatives()
    };
    double n = matrix.n();
    double mean = 0;
    double square = 0;
    for (int i = 0; i < 4; i++) {
      long[] more = Arrays.stream(cells).map(cell -> cell * scale).toArray();
      long[] less = more.clone();
      long step = (long) (scale * n / 1000);
      more[i] += step;
      less[i] -= step;
      double slope = (figure(more, mcc) - figure(less, mcc)) / (2.0 * step / (scale * n));
      mean += cells[i] / n * slope;
      square += cells[i] / n * slope * slope;
    }
    return Math.sqrt((square - mean * mean) / n);
  }

  private static double figure(long[] cells, boolean mcc) {
    ConfusionMatrix matrix = new ConfusionMatrix(cells[0], cells[1], cells[2], cells[3]);
    return value(mcc ? matrix.mcc() : matrix.kappa());
  }

  @Test
  void whatIsNotDefinedIsNullAndNotNought() {
    ConfusionMatrix none = ConfusionMatrix.EMPTY;
    for (Estimate figure : all(none)) {
      assertThat(figure.value()).isNull();
      assertThat(figure.low()).isNull();
    }
    ConfusionMatrix negativesOnly = new ConfusionMatrix(0, 9, 0, 0);
    assertThat(negativesOnly.sensitivity().value()).isNull();
    assertThat(negativesOnly.positivePredictiveValue().value()).isNull();
    assertThat(negativesOnly.f1().value()).isNull();
    assertThat(negativesOnly.mcc().value()).isNull();
    assertThat(negativesOnly.kappa().value()).isNull();
    assertThat(value(negativesOnly.specificity())).isEqualTo(1);
    assertThat(Scales.auc(new long[] {0, 1}, new long[] {0, 0}).value()).isNull();
    assertThat(Scales.calibrationError(Scales.calibration(new long[101], new long[101]))).isNull();
  }

  private static List<Estimate> all(ConfusionMatrix of) {
    return List.of(
        of.positivePredictiveValue(),
        of.negativePredictiveValue(),
        of.sensitivity(),
        of.specificity(),
        of.accuracy(),
        of.f1(),
        of.mcc(),
        of.kappa());
  }

  @Test
  void eachFigureLiesInItsIntervalAndBothInTheirRange() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      int size = 1 + random.nextInt(random.nextBoolean() ? 4 : 1_000);
      ConfusionMatrix matrix = random(random, size);
      for (Estimate figure : all(matrix)) {
        if (figure.value() != null) {
          assertThat(value(figure)).isBetween(-1.0, 1.0);
          assertThat(figure.low() == null).isEqualTo(figure.high() == null);
        }
        if (figure.low() != null) {
          assertThat(low(figure)).isBetween(-1.0, value(figure) + 1e-12);
          assertThat(high(figure)).isBetween(value(figure) - 1e-12, 1.0);
        }
      }
    }
  }

  private static ConfusionMatrix random(Random random, int size) {
    return new ConfusionMatrix(
        random.nextInt(size), random.nextInt(size), random.nextInt(size), random.nextInt(size));
  }

  @Test
  void exchangingTheClassesOrTheRatersExchangesTheFigures() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      ConfusionMatrix one = random(random, 200);
      ConfusionMatrix classes =
          new ConfusionMatrix(
              one.trueNegatives(), one.truePositives(), one.falseNegatives(), one.falsePositives());
      ConfusionMatrix raters =
          new ConfusionMatrix(
              one.truePositives(), one.trueNegatives(), one.falseNegatives(), one.falsePositives());
      assertThat(classes.sensitivity()).isEqualTo(one.specificity());
      assertThat(classes.positivePredictiveValue()).isEqualTo(one.negativePredictiveValue());
      assertThat(raters.sensitivity()).isEqualTo(one.positivePredictiveValue());
      assertThat(raters.f1()).isEqualTo(one.f1());
      same(classes.mcc(), one.mcc());
      same(raters.mcc(), one.mcc());
      same(classes.kappa(), one.kappa());
      same(raters.kappa(), one.kappa());
    }
  }

  private static void same(Estimate one, Estimate other) {
    assertThat(one.value() == null).isEqualTo(other.value() == null);
    assertThat(one.low() == null).isEqualTo(other.low() == null);
    if (one.low() != null) {
      assertThat(value(one)).isCloseTo(value(other), within(1e-9));
      assertThat(low(one)).isCloseTo(low(other), within(1e-9));
      assertThat(high(one)).isCloseTo(high(other), within(1e-9));
    }
  }

  @Test
  void theRocGoesUpFromNothingToAllAndExchangingTheClassesTurnsTheAreaOver() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      long[] positives = random.longs(11, 0, 50).toArray();
      long[] negatives = random.longs(11, 0, 50).toArray();
      var roc = Scales.roc(positives, negatives);
      assertThat(roc).hasSize(12);
      assertThat(value(roc.get(0).truePositiveRate())).isZero();
      assertThat(value(roc.get(11).falsePositiveRate())).isEqualTo(1);
      double area = value(Scales.auc(positives, negatives));
      assertThat(value(Scales.auc(negatives, positives))).isCloseTo(1 - area, within(1e-9));
      double trapezoids = 0;
      for (int p = 1; p < 12; p++) {
        trapezoids +=
            (value(roc.get(p).falsePositiveRate()) - value(roc.get(p - 1).falsePositiveRate()))
                * (value(roc.get(p).truePositiveRate()) + value(roc.get(p - 1).truePositiveRate()))
                / 2;
      }
      assertThat(area).isCloseTo(trapezoids, within(1e-9));
    }
  }

  @Test
  void calibrationComparesWhatWasStatedWithWhatWasRight() {
    long[] right = new long[101];
    long[] all = new long[101];
    all[90] = 8;
    right[90] = 4;
    all[100] = 2;
    right[100] = 2;
    all[25] = 10;
    right[25] = 5;
    List<CalibrationBin> bins = Scales.calibration(right, all);
    assertThat(bins).hasSize(10);
    assertThat(bins.get(9).accuracy().n()).isEqualTo(10);
    assertThat(bins.get(9).confidence()).isCloseTo(0.92, within(1e-12));
    assertThat(bins.get(0).confidence()).isNull();
    // Half of them |0.6 - 0.92|, half |0.5 - 0.25|.
    assertThat(Scales.calibrationError(bins)).isCloseTo(0.285, within(1e-12));
  }

  @Test
  void aPercentileIsTheNearestRank() {
    SortedMap<Long, Long> five = new TreeMap<>();
    for (long value : new long[] {15, 20, 35, 40, 50}) {
      five.put(value, 1L);
    }
    assertThat(Scales.percentile(five, 30)).isEqualTo(20);
    assertThat(Scales.percentile(five, 50)).isEqualTo(35);
    assertThat(Scales.percentile(five, 100)).isEqualTo(50);
    assertThat(Scales.percentile(new TreeMap<>(), 50)).isNull();
  }

  @Test
  void aDayHasTheHoursThatTheClockOfTheSiteGivesIt() {
    ZoneId bucharest = ZoneId.of("Europe/Bucharest");
    assertThat(Trends.hours("2026-03-29", bucharest)).isEqualTo(23);
    assertThat(Trends.hours("2026-10-25", bucharest)).isEqualTo(25);
    assertThat(Trends.hours("2026-11-20", bucharest)).isEqualTo(24);
    assertThat(Trends.hours("2026-10", bucharest)).isEqualTo(31 * 24 + 1);
  }
}
