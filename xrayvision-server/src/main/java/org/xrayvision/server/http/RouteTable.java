/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.Clock;
import java.util.List;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.admin.Installation;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.OidcSettings;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.server.oidc.OidcProvider;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.upkeep.UpkeepDesk;

/** What can be asked for, room by room. */
final class RouteTable {
  private final HttpOptions options;
  private final XRayVision engine;
  private final UserStore users;
  private final Forwarding forwarding;
  private final ExamObjects objects;
  private final PatientRoutes patients;

  RouteTable(
      HttpOptions options,
      XRayVision engine,
      UserStore users,
      Forwarding forwarding,
      ExamObjects objects) {
    this.options = options;
    this.engine = engine;
    this.users = users;
    this.forwarding = forwarding;
    this.objects = objects;
    this.patients = new PatientRoutes(engine, options.pageSize());
  }

  /** Those of several rooms as one list. */
  static List<Route> all(List<List<Route>> rooms) {
    return rooms.stream().flatMap(List::stream).toList();
  }

  /** Log-ins, accounts, keys, and what people did. */
  List<Route> people() {
    OidcSettings oidc = options.security().oidc();
    return all(
        List.of(
            new SessionRoutes(users, forwarding, oidc == null ? null : oidc.name()).routes(),
            oidc == null
                ? List.<Route>of()
                : new OidcRoutes(new OidcProvider(oidc, Clock.systemUTC()), users, forwarding)
                    .routes(),
            new AccountRoutes(users).routes(),
            new KeyRoutes(users).routes(),
            new AuditRoutes(users, options.security().zone()).routes()));
  }

  /** Exams, readings and patients, and what they amount to. */
  List<Route> exams() {
    return all(
        List.of(
            new ExamRoutes(engine, objects, options.pageSize()).routes(),
            new ReadingRoutes(engine, objects, options.pageSize()).routes(),
            new JournalRoutes(engine, users.audit()).routes(),
            patients.routes(),
            new StatisticsRoutes(engine).routes()));
  }

  /** The engine as a whole, its plugins, this installation. */
  List<Route> service(LiveMessages messages, ServerMetrics metrics, Installation installation) {
    return all(
        List.of(
            new SystemRoutes(engine, options, messages).routes(),
            new PluginRoutes(engine, metrics, options.metricsFrom()).routes(),
            new AdminRoutes(engine, installation).routes()));
  }

  /** What is done with exams, and what is handed out and taken in. */
  List<Route> work(RateFloor downloads) {
    return all(
        List.of(
            new QueueRoutes(engine).routes(),
            new RunRoutes(engine).routes(),
            new ReportRoutes(engine, options.severityThreshold()).routes(),
            new AlertRoutes(engine).routes(),
            new ExportRoutes(engine, objects, downloads).routes(),
            new DatasetRoutes(engine, downloads).routes(),
            new PictureRoutes(engine, options.security().showBurnedIn()).routes(),
            new ImportRoutes(engine).routes()));
  }

  /** What is done at night, what is forgotten, what is asked of the PACS. */
  List<Route> upkeep(UpkeepDesk upkeep, Queries queries) {
    return all(
        List.of(
            new UpkeepRoutes(upkeep, patients::forget).routes(),
            new QueryRoutes(queries).routes()));
  }
}
