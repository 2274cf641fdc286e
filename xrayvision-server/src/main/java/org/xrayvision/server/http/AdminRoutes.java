/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.sqlite.SQLiteJDBCLoader;
import org.xrayvision.core.ProtocolReading;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.admin.Installation;
import org.xrayvision.server.admin.Licences;
import org.xrayvision.server.admin.SelfTestRun;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.config.ConfigurationEntry;

/** What the server is made of and set to, and whether all that it needs is there. */
final class AdminRoutes {
  private final XRayVision engine;
  private final Installation installation;

  AdminRoutes(XRayVision engine, Installation installation) {
    this.engine = engine;
    this.installation = installation;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/about", Action.SEE_CONFIGURATION, this::about),
        Route.get("/api/regions/test", Action.SEE_CONFIGURATION, this::region),
        Route.get("/api/admin/config", Action.MANAGE_QUEUE, this::configuration),
        Route.get("/api/selftest", Action.MANAGE_QUEUE, this::lastTest),
        Route.post("/api/selftest", Action.MANAGE_QUEUE, this::test));
  }

  private Response about(Request request) {
    ObjectNode json =
        Json.object()
            .put("name", "XRayVision")
            .put("licence", "Apache-2.0")
            .put("version", installation.build().version())
            .put("commit", installation.build().commit())
            .put("java", Runtime.version().toString())
            .put("database", "SQLite " + SQLiteJDBCLoader.getVersion())
            .put("dicom", installation.listener().get());
    ArrayNode licences = json.putArray("licences");
    for (Licences.Component component : installation.licences()) {
      licences
          .addObject()
          .put("artifact", component.artifact())
          .put("version", component.version())
          .put("licence", component.licence());
    }
    return Response.json(json);
  }

  private Response region(Request request) {
    String protocol = request.query().text("protocol");
    if (protocol == null) {
      throw HttpException.badParameter("protocol", "the name of a protocol is required");
    }
    ProtocolReading read = engine.operations().readProtocol(protocol);
    boolean isNamed = !read.region().isEmpty();
    return Response.json(
        Json.object()
            .put("protocol", read.protocol())
            .put("region", isNamed ? read.region() : null)
            .put("keyword", read.keyword())
            .put("supported", read.supported())
            .put("projection", read.projection().isEmpty() ? null : read.projection())
            .put("question", read.question())
            .put("becomes", read.supported() ? "queued" : "ignore"));
  }

  private Response configuration(Request request) {
    ObjectNode json = Json.object();
    ArrayNode entries = json.putArray("entries");
    installation.configuration().get().forEach(entry -> entries.add(entry(entry)));
    ArrayNode warnings = json.putArray("warnings");
    installation.warnings().forEach(warnings::add);
    return Response.json(json);
  }

  private static ObjectNode entry(ConfigurationEntry entry) {
    ObjectNode json =
        Json.object()
            .put("section", entry.section())
            .put("key", entry.key())
            .put("value", entry.value())
            .put("secret", entry.secret())
            .put("given", entry.given());
    json.putObject("from")
        .put("kind", word(entry.from()))
        .put("source", entry.source())
        .put("line", entry.line() == 0 ? null : (Integer) entry.line());
    return json.put("note", entry.note() == null ? null : word(entry.note()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Response test(Request request) {
    SelfTestRun run = installation.selfTest().start();
    request.audit("selftest", "", "run " + run.id());
    return Response.json(
        Json.object()
            .put("status", "success")
            .put("message", "The self-test runs.")
            .set("run", run(run)));
  }

  private Response lastTest(Request request) {
    ObjectNode json = Json.object();
    json.set("run", installation.selfTest().last().map(AdminRoutes::run).orElse(null));
    return Response.json(json);
  }

  private static ObjectNode run(SelfTestRun run) {
    ObjectNode json =
        Json.object()
            .put("id", run.id())
            .put("begun", run.begun().toString())
            .put("ended", Json.instant(run.ended()));
    ArrayNode results = json.putArray("results");
    for (SelfTestRun.Result result : run.results()) {
      ObjectNode facts =
          results
              .addObject()
              .put("kind", result.kind())
              .put("target", result.target())
              .put("state", result.state())
              .put("code", result.code())
              .put("message", result.message())
              .put("advice", result.advice())
              .put("millis", result.millis())
              .putObject("facts");
      result.facts().forEach(facts::put);
    }
    return json;
  }
}
