/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamQuery.SeverityOrder;
import org.xrayvision.api.ExamQuery.SeverityRange;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** The filters of {@code GET /api/exams}, out of its parameters and back as {@code filters}. */
final class ExamFilters {
  private static final List<String> NAMES =
      List.of(
          "reviewed",
          "positive",
          "correct",
          "region",
          "status",
          "search",
          "diagnostic",
          "radiologist",
          "severity",
          "severity_op",
          "projection",
          "model",
          "from",
          "to");

  /** So many exams of a diagnosis are asked whose it is. */
  private static final int NEWEST = 20;

  private static final String ANY = "any";
  private static final List<String> PROJECTIONS = List.of(ANY, "frontal", "lateral", "oblique");
  private static final Pattern SEVERITY = Pattern.compile("([0-9]{0,2})(-?)([0-9]{0,2})");

  private ExamFilters() {}

  /**
   * The query; who may not look for persons may look for a UID.
   *
   * @param engine is asked for what a diagnosis is of
   */
  static ExamQuery query(Request request, int pageSize, XRayVision engine) {
    Parameters parameters = request.query();
    boolean persons = request.may(Action.SEARCH_PERSONS);
    String diagnostic = diagnostic(request, engine);
    String search = parameters.text("search");
    String radiologist = any(parameters.text("radiologist"));
    List<String> uids = List.of();
    if (!persons && search != null) {
      // Not handed to the search for words: that one looks at names and ids as well.
      uids = List.of(uid(search));
      search = null;
    }
    if (!persons && radiologist != null) {
      throw HttpException.badParameter("radiologist", "your role may not filter by it");
    }
    String after = after(parameters);
    LocalDate from = day(parameters, "from");
    LocalDate to = day(parameters, "to");
    if (from != null && to != null && from.isAfter(to)) {
      throw HttpException.badParameter("from", "a day not after 'to' is expected");
    }
    ExamQuery query =
        compatible(parameters, pageSize, search, diagnostic, radiologist, uids)
            .taken(
                from,
                to,
                any(parameters.oneOf("projection", PROJECTIONS)),
                any(parameters.text("model")));
    return after == null ? query : query.following(after, pageSize);
  }

  /**
   * A diagnosis is a few words of a model about a report, and may hold the patient's name: who is
   * masked asks for it as he is shown it, or a name could be guessed. Few exams have such a one.
   */
  private static @Nullable String diagnostic(Request request, XRayVision engine) {
    String diagnostic = any(request.query().text("diagnostic"));
    if (diagnostic == null || !request.masking().masked()) {
      return diagnostic;
    }
    for (ExamView view : engine.exams(having(diagnostic)).exams()) {
      diagnostic = request.masking().text(diagnostic, view.exam());
    }
    return diagnostic;
  }

  private static ExamQuery having(String diagnostic) {
    return new ExamQuery(
        1, NEWEST, null, null, null, null, Set.of(), null, diagnostic, null, null, null, List.of());
  }

  private static ExamQuery compatible(
      Parameters parameters,
      int pageSize,
      @Nullable String search,
      @Nullable String diagnostic,
      @Nullable String radiologist,
      List<String> uids) {
    return new ExamQuery(
        (int) parameters.number("page", 1, 1_000_000_000, 1),
        pageSize,
        parameters.yesNo("reviewed"),
        parameters.yesNo("positive"),
        parameters.yesNo("correct"),
        any(parameters.text("region")),
        statuses(any(parameters.text("status"))),
        search,
        diagnostic,
        radiologist,
        severity(any(parameters.text("severity"))),
        order(parameters.oneOf("severity_op", List.of(ANY, "equal", "lower", "higher"))),
        uids);
  }

  private static @Nullable String after(Parameters parameters) {
    String after = parameters.text("after");
    if (after == null) {
      return null;
    }
    if (!Uids.isValid(after)) {
      throw HttpException.badParameter("after", "what an answer has given as 'next' is expected");
    }
    if (parameters.text("page") != null) {
      throw HttpException.badParameter("after", "either this or a page can be asked for");
    }
    return after;
  }

  private static @Nullable LocalDate day(Parameters parameters, String name) {
    String text = parameters.text(name);
    if (text == null) {
      return null;
    }
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw HttpException.badParameter(name, "a day as YYYY-MM-DD is expected");
  }

  /** What was asked for, as it was asked. */
  static ObjectNode echo(Parameters parameters) {
    ObjectNode filters = Json.object();
    for (String name : NAMES) {
      String value = parameters.text(name);
      if (value != null) {
        filters.put(name, value);
      }
    }
    return filters;
  }

  private static @Nullable String any(@Nullable String value) {
    return ANY.equals(value) ? null : value;
  }

  private static String uid(String search) {
    if (!Uids.isValid(search)) {
      throw HttpException.badParameter("search", "your role may search by a whole UID only");
    }
    return search;
  }

  private static Set<ExamStatus> statuses(@Nullable String list) {
    Set<ExamStatus> statuses = new LinkedHashSet<>();
    for (String word : list == null ? new String[0] : list.split(",", -1)) {
      statuses.add(
          ExamStatus.ofCode(word.strip())
              .orElseThrow(
                  () ->
                      HttpException.badParameter(
                          "status",
                          "a comma-separated list of none, queued, requeue, processing, check,"
                              + " done, ignore, error is expected")));
    }
    return statuses;
  }

  /** {@code 5}, {@code 3-6}, {@code -8} (up to 8), {@code 2-} (from 2). */
  private static @Nullable SeverityRange severity(@Nullable String value) {
    if (value == null) {
      return null;
    }
    Matcher parts = SEVERITY.matcher(value);
    if (parts.matches() && !(parts.group(1).isEmpty() && parts.group(3).isEmpty())) {
      boolean range = !parts.group(2).isEmpty();
      int from = parts.group(1).isEmpty() ? 0 : Integer.parseInt(parts.group(1));
      int open = range ? 10 : from;
      int to = parts.group(3).isEmpty() ? open : Integer.parseInt(parts.group(3));
      if (from <= to && to <= 10 && (range || parts.group(3).isEmpty())) {
        return new SeverityRange(from, to);
      }
    }
    throw HttpException.badParameter("severity", "5, 3-6, -8 or 2- is expected, 0 to 10");
  }

  private static @Nullable SeverityOrder order(@Nullable String word) {
    return word == null || word.equals(ANY)
        ? null
        : SeverityOrder.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
