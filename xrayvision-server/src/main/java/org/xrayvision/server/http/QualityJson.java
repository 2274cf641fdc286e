/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.xrayvision.core.Agreement;
import org.xrayvision.core.CalibrationBin;
import org.xrayvision.core.ConfusionMatrix;
import org.xrayvision.core.InsightStatistics;
import org.xrayvision.core.QualityStatistics;
import org.xrayvision.core.ReportStatistics;
import org.xrayvision.core.RocPoint;

/** Quality and insights. Stateless. */
final class QualityJson {
  private QualityJson() {}

  static ObjectNode quality(QualityStatistics of, UnaryOperator<String> shown) {
    ObjectNode json = Json.object();
    StatisticsJson.tally(json, of.tally());
    json.put("exams", of.tally().exams()).put("total", of.tally().all().total());
    json.put("threshold", of.threshold()).put("from", of.from()).put("to", of.to());
    ConfusionMatrix matrix = of.tally().all().matrix();
    StatisticsJson.counts(json.putObject("counts"), matrix);
    ObjectNode rates = json.putObject("rates");
    rates(rates, matrix);
    rows(json.putArray("regions"), "region", of.regions());
    rows(json.putArray("modalities"), "modality", of.modalities());
    rows(json.putArray("models"), "model", of.models());
    rows(json.putArray("ages"), "age", of.ageBands());
    ArrayNode people = json.putArray("radiologists");
    of.radiologists()
        .forEach((name, own) -> row(people.addObject(), "radiologist", shown.apply(name), own));
    roc(json.putArray("roc"), of);
    json.set("auc", StatisticsJson.estimate(of.auc()));
    calibration(json.putArray("calibration"), of);
    StatisticsJson.number(json, "ece", of.calibrationError());
    counts(json.putObject("differences"), of.differences());
    months(json.putArray("trends"), of.months());
    return json;
  }

  private static void rates(ObjectNode json, ConfusionMatrix matrix) {
    json.set("snsi", StatisticsJson.estimate(matrix.sensitivity()));
    json.set("spci", StatisticsJson.estimate(matrix.specificity()));
    json.set("ppv", StatisticsJson.estimate(matrix.positivePredictiveValue()));
    json.set("pnv", StatisticsJson.estimate(matrix.negativePredictiveValue()));
    json.set("accuracy", StatisticsJson.estimate(matrix.accuracy()));
    json.set("f1", StatisticsJson.estimate(matrix.f1()));
    json.set("mcc", StatisticsJson.estimate(matrix.mcc()));
    json.set("kappa", StatisticsJson.estimate(matrix.kappa()));
  }

  private static void rows(ArrayNode rows, String what, Map<String, Agreement> groups) {
    groups.forEach((name, of) -> row(rows.addObject(), what, StatisticsJson.region(name), of));
  }

  private static void row(ObjectNode json, String what, String name, Agreement of) {
    json.put(what, name.isEmpty() ? null : name);
    json.put("total", of.total()).put("n", of.included());
    StatisticsJson.counts(json, of.matrix());
    rates(json, of.matrix());
  }

  private static void roc(ArrayNode rows, QualityStatistics of) {
    for (RocPoint point : of.roc()) {
      ObjectNode row = rows.addObject().put("threshold", point.threshold());
      StatisticsJson.number(row, "tpr", point.truePositiveRate().value());
      StatisticsJson.number(row, "fpr", point.falsePositiveRate().value());
      row.set("tprCi", StatisticsJson.estimate(point.truePositiveRate()).get("ci"));
    }
  }

  private static void calibration(ArrayNode rows, QualityStatistics of) {
    for (CalibrationBin bin : of.calibration()) {
      ObjectNode row = rows.addObject().put("from", bin.from()).put("to", bin.to());
      row.put("n", bin.accuracy().n());
      StatisticsJson.number(row, "confidence", bin.confidence());
      row.set("accuracy", StatisticsJson.estimate(bin.accuracy()));
    }
  }

  private static void months(ArrayNode rows, Map<String, Agreement> months) {
    months.forEach(
        (month, of) -> {
          ConfusionMatrix matrix = of.matrix();
          ObjectNode row = rows.addObject().put("month", month.isEmpty() ? null : month);
          row.put("total", of.total()).put("compared", of.included());
          row.put("positive", matrix.truePositives() + matrix.falseNegatives());
          row.set("snsi", StatisticsJson.estimate(matrix.sensitivity()));
          row.set("spci", StatisticsJson.estimate(matrix.specificity()));
        });
  }

  static ObjectNode insights(InsightStatistics of, UnaryOperator<String> shown) {
    ObjectNode json = Json.object();
    StatisticsJson.tally(json, of.tally());
    ObjectNode times = json.putObject("processing_times");
    of.times()
        .forEach(
            (region, time) ->
                times
                    .putObject(StatisticsJson.region(region))
                    .put("avg_time", time.mean())
                    .put("count", time.n())
                    .put("median", time.median())
                    .put("p90", time.p90())
                    .put("p95", time.p95())
                    .put("p99", time.p99()));
    counts(json.putObject("rad_severity_distribution"), of.radSeverities());
    counts(json.putObject("ai_severity_distribution"), of.aiSeverities());
    counts(json.putObject("severity_differences"), of.differences());
    ObjectNode ages = json.putObject("age_distribution");
    of.ages().forEach((band, age) -> ages.set(band, age(age)));
    ObjectNode hours = json.putObject("hourly_patterns");
    of.hours().forEach((hour, n) -> hours.put(hour < 0 ? "unknown" : hour.toString(), n));
    ObjectNode throughput = json.putObject("throughput");
    StatisticsJson.periods(throughput.putArray("days"), "date", of.days());
    StatisticsJson.periods(throughput.putArray("months"), "month", of.months());
    looks(json.putObject("requeue_analysis"), of.looks());
    ObjectNode people = json.putObject("radiologist_metrics");
    new TreeMap<>(of.radiologists())
        .forEach((name, entry) -> people.set(shown.apply(name), metrics(entry)));
    return json;
  }

  private static ObjectNode age(InsightStatistics.AgeBand age) {
    Double rate = age.rate().value();
    ObjectNode json = Json.object();
    json.put("total_exams", age.exams()).put("readings", age.readings());
    json.put("positive_findings", age.positive());
    // In percent, to a tenth, as it always was; the fraction with its interval stands beside it.
    json.put("positive_rate", rate == null ? null : Double.valueOf(Math.round(1000 * rate) / 10.0));
    json.set("rate", StatisticsJson.estimate(age.rate()));
    return json;
  }

  private static void looks(ObjectNode json, InsightStatistics.Looks looks) {
    json.put("total_requeued", looks.exams()).put("looks", looks.looks());
    StatisticsJson.number(json, "avg_latency_improvement", looks.averageGain());
    json.put("same_verdict", looks.sameVerdict()).put("turned_right", looks.turnedRight());
    json.put("turned_wrong", looks.turnedWrong()).put("changed", looks.changed());
    json.put("not_comparable", looks.notComparable());
  }

  private static ObjectNode metrics(ReportStatistics.Entry entry) {
    ObjectNode json = Json.object().put("reports_count", entry.reports());
    StatisticsJson.number(json, "avg_severity", entry.averageSeverity());
    json.put("unique_exams", entry.exams());
    StatisticsJson.number(
        json,
        "avg_reports_per_exam",
        entry.exams() == 0 ? null : Double.valueOf((double) entry.reports() / entry.exams()));
    return json;
  }

  static void counts(ObjectNode json, Map<Integer, Long> counts) {
    counts.forEach((value, n) -> json.put(value.toString(), n));
  }
}
