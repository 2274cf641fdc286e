/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.MonthlyStatistics;
import org.xrayvision.core.ReportStatistics;
import org.xrayvision.core.Statistics;
import org.xrayvision.core.Statistics.Part;
import org.xrayvision.core.Statistics.Span;
import org.xrayvision.core.StatisticsTally;
import org.xrayvision.core.StatisticsUnit;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Masking;

/**
 * Figures. {@code unit} is reading (the default) or exam; {@code from} and {@code to}, months or
 * days, are taken but for what is the load of now and what the list is filtered by. Those of
 * quality are of one {@code region} or {@code model} too. An answer whose members are names tells
 * its unit in headers.
 */
final class StatisticsRoutes {
  private static final long MINUTE = 60_000;
  private static final List<String> UNITS = List.of("reading", "exam");

  private final Statistics statistics;
  private final Clock clock = Clock.systemUTC();

  StatisticsRoutes(XRayVision engine) {
    this.statistics = engine.statistics();
  }

  /** An answer in the making. */
  private interface Answer {
    Response of(StatisticsUnit unit, Request request);
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String path : List.of("/api/stats", "/api/stats/global", "/api/stats/regional")) {
      add(routes, path, "reading", this::regional);
    }
    add(routes, "/api/stats/quality", "reading", this::quality);
    add(routes, "/api/stats/radiologists", "reading", this::radiologists);
    add(routes, "/api/stats/diagnostics", "reading", this::diagnostics);
    add(routes, "/api/stats/radiologists/monthly_trends", "reading", this::radiologistMonths);
    add(routes, "/api/diagnostics/monthly_trends", "reading", this::diagnosticMonths);
    add(routes, "/api/stats/insights", "reading", this::insights);
    // What the list is filtered by: the list shows exams.
    add(routes, "/api/diagnostics", "exam", this::diagnosticCounts);
    add(routes, "/api/radiologists", "exam", this::radiologistCounts);
    add(routes, "/api/severity", "exam", this::severityCounts);
    return routes;
  }

  private void add(List<Route> routes, String path, String unit, Answer answer) {
    routes.add(Route.get(path, Action.SEE_EXAMS, request -> answer(request, unit, answer)));
  }

  /** What follows from the same facts in the same minute is the same. */
  private Response answer(Request request, String otherwise, Answer answer) {
    String named = request.query().oneOf("unit", UNITS);
    StatisticsUnit unit =
        StatisticsUnit.valueOf((named == null ? otherwise : named).toUpperCase(Locale.ROOT));
    span(request);
    String tag =
        Etags.of(
            statistics.version(),
            clock.millis() / MINUTE,
            unit == StatisticsUnit.EXAM ? 1 : 0,
            request.masking().masked() ? 1 : 0);
    // What names radiologists is not to lie on a shared machine's disk.
    String keep = request.masking().masked() ? "private, no-cache" : "no-store";
    return Etags.isCurrent(request, tag)
        ? Response.notModified(Map.of("ETag", tag, "Cache-Control", keep))
        : answer.of(unit, request).with("ETag", tag).with("Cache-Control", keep);
  }

  private static Span span(Request request) {
    LocalDate from = day(request, "from", month -> month.atDay(1));
    LocalDate to = day(request, "to", YearMonth::atEndOfMonth);
    if (from != null && to != null && from.isAfter(to)) {
      throw HttpException.badParameter("from", "what is not after 'to' is expected");
    }
    return new Span(from, to);
  }

  /** A day, or one of a month. */
  private static @Nullable LocalDate day(
      Request request, String name, Function<YearMonth, LocalDate> ofMonth) {
    String text = request.query().text(name);
    if (text == null) {
      return null;
    }
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}")) {
        return ofMonth.apply(YearMonth.parse(text));
      }
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw HttpException.badParameter(name, "a month as YYYY-MM or a day as YYYY-MM-DD is expected");
  }

  private static Response json(ObjectNode json) {
    return Response.of(Response.JSON, ByteBuffer.wrap(Json.bytes(json)), Map.of());
  }

  private static Response named(ObjectNode json, StatisticsTally tally) {
    long excluded = tally.all().total() - tally.all().included();
    return json(json)
        .with("X-Statistics-Unit", tally.unit().code())
        .with("X-Statistics-Readings", Long.toString(tally.readings()))
        .with("X-Statistics-Included", Long.toString(tally.all().included()))
        .with("X-Statistics-Excluded", Long.toString(excluded));
  }

  private Response regional(StatisticsUnit unit, Request request) {
    return json(StatisticsJson.regional(statistics.regional(unit)));
  }

  private Response quality(StatisticsUnit unit, Request request) {
    String region = request.query().text("region");
    Part part =
        new Part(
            span(request),
            StatisticsJson.region("").equals(region) ? "" : region,
            request.query().text("model"));
    return json(QualityJson.quality(statistics.quality(unit, part), shown(request.masking())));
  }

  private Response radiologists(StatisticsUnit unit, Request request) {
    ReportStatistics of = statistics.radiologists(unit, span(request));
    return named(StatisticsJson.radiologists(of, shown(request.masking())), of.tally())
        .with("X-Statistics-Left-Out", Integer.toString(of.leftOut()));
  }

  private Response diagnostics(StatisticsUnit unit, Request request) {
    ReportStatistics of = statistics.diagnostics(unit, span(request));
    return named(StatisticsJson.diagnostics(of), of.tally())
        .with("X-Statistics-Left-Out", Integer.toString(of.leftOut()));
  }

  private Response radiologistMonths(StatisticsUnit unit, Request request) {
    MonthlyStatistics of = statistics.radiologistMonths(unit, span(request));
    return json(StatisticsJson.months(of, "radiologist", shown(request.masking())));
  }

  private Response diagnosticMonths(StatisticsUnit unit, Request request) {
    MonthlyStatistics of = statistics.diagnosticMonths(unit, span(request));
    return json(StatisticsJson.months(of, "diagnostic", UnaryOperator.identity()));
  }

  /**
   * What a radiologist is called: of all that there are, so that one has the same initials in each
   * answer.
   */
  private UnaryOperator<String> shown(Masking masking) {
    if (!masking.masked()) {
      return UnaryOperator.identity();
    }
    Map<String, String> all =
        StatisticsJson.shown(
            statistics.radiologists(StatisticsUnit.READING, Span.ALL).entries().keySet(), masking);
    return name -> name.isEmpty() ? name : all.getOrDefault(name, Masking.initials(name) + " (…)");
  }

  private Response insights(StatisticsUnit unit, Request request) {
    return json(
        QualityJson.insights(statistics.insights(unit, span(request)), shown(request.masking())));
  }

  private Response diagnosticCounts(StatisticsUnit unit, Request request) {
    ReportStatistics of = statistics.diagnostics(unit, Span.ALL);
    ObjectNode json = Json.object();
    of.entries().forEach((name, entry) -> json.put(name, entry.reports()));
    return named(json, of.tally());
  }

  private Response radiologistCounts(StatisticsUnit unit, Request request) {
    ReportStatistics of = statistics.radiologists(unit, Span.ALL);
    ObjectNode json = Json.object();
    UnaryOperator<String> shown = shown(request.masking());
    of.entries().forEach((name, entry) -> json.put(shown.apply(name), entry.reports()));
    return named(json, of.tally());
  }

  private Response severityCounts(StatisticsUnit unit, Request request) {
    ObjectNode json = Json.object();
    QualityJson.counts(json, statistics.severities(unit));
    return named(json, statistics.tally(unit));
  }
}
