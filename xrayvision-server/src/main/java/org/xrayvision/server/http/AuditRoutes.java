/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.AuditLog;
import org.xrayvision.server.auth.AuditRow;
import org.xrayvision.server.auth.UserStore;

/** What people did, for administrators. */
final class AuditRoutes {
  private static final int MOST_ROWS = 500;
  private static final int MOST_IN_FILE = 100_000;

  private final UserStore users;
  private final AuditLog audit;
  private final ZoneId zone;

  /**
   * Routes.
   *
   * @param zone whose days {@code from} and {@code to} name
   */
  AuditRoutes(UserStore users, ZoneId zone) {
    this.users = users;
    this.audit = users.audit();
    this.zone = zone;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/audit", Action.SEE_AUDIT, this::list),
        Route.get("/api/audit.csv", Action.SEE_AUDIT, this::file),
        Route.get("/api/audit/verify", Action.SEE_AUDIT, this::verify));
  }

  private Response list(Request request) {
    Parameters query = request.query();
    AuditLog.Filter filter = filter(query);
    int limit = (int) query.number("limit", 1, MOST_ROWS, 50);
    users.views().flush();
    List<AuditRow> rows = audit.rows(filter, limit + 1);
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("rows");
    rows.stream().limit(limit).forEach(row -> array.add(of(row)));
    json.put("next", rows.size() > limit ? (Long) rows.get(limit - 1).seq() : null);
    ArrayNode actions = json.putArray("actions");
    audit.actions().forEach(actions::add);
    return Response.json(json);
  }

  private static ObjectNode of(AuditRow row) {
    return Json.object()
        .put("seq", row.seq())
        .put("at", row.at())
        .put("who", row.who())
        .put("role", row.role())
        .put("address", row.address())
        .put("action", row.action())
        .put("object", row.object())
        .put("detail", row.detail())
        .put("result", row.isRefused() ? "refused" : "ok");
  }

  private AuditLog.Filter filter(Parameters query) {
    long before = query.number("before", 1, Long.MAX_VALUE, -1);
    return new AuditLog.Filter(
        query.text("who"),
        query.text("action"),
        query.text("object"),
        time(query, "from", 0),
        time(query, "to", 1),
        before < 0 ? null : (Long) before);
  }

  /** An instant, or where a day begins, so many days later. */
  private @Nullable Instant time(Parameters query, String name, int later) {
    String text = query.text(name);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).plusDays(later).atStartOfDay(zone).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw HttpException.badParameter(
          name, "a day as 2026-11-26 or an instant as 2026-11-26T09:00:00Z is expected");
    }
  }

  private Response file(Request request) {
    AuditLog.Filter filter = filter(request.query());
    users.views().flush();
    StringBuilder text =
        new StringBuilder("seq,at,who,role,address,action,object,detail,result\r\n");
    audit.each(filter, MOST_IN_FILE, row -> line(text, row));
    request.audit("export", "audit.csv", String.valueOf(request.exchange().getQueryString()));
    return Response.of(
        "text/csv; charset=utf-8",
        ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)),
        Map.of(
            "Content-Disposition", "attachment; filename=\"audit.csv\"",
            "Cache-Control", "no-store"));
  }

  private static void line(StringBuilder text, AuditRow row) {
    text.append(row.seq());
    for (String cell :
        List.of(
            row.at(),
            row.who(),
            row.role(),
            row.address(),
            row.action(),
            row.object(),
            row.detail(),
            row.isRefused() ? "refused" : "ok")) {
      text.append(',').append(cell(cell));
    }
    text.append("\r\n");
  }

  /** Quoted (RFC 4180); what a spreadsheet would take for a formula is made a text. */
  static String cell(String value) {
    String safe = ExamCsv.noFormula(value);
    return safe.matches("[\\w.: -]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  private Response verify(Request request) {
    users.views().flush();
    AuditFile.Check check = audit.check();
    OptionalLong broken = check.firstBroken();
    ObjectNode json = Json.object().put("rows", check.rows());
    if (broken.isPresent()) {
      json.put("first_broken", broken.getAsLong());
    } else {
      json.putNull("first_broken");
    }
    json.put("cut_off", check.missing()).put("hash", check.hash());
    return Response.json(json);
  }
}
