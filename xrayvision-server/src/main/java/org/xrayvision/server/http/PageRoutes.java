/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xrayvision.server.auth.Action;

/**
 * The pages and their files: {@code /x} is the class path's {@code /web/x}, PicoCSS's files are
 * below {@code /static/pico/}, Chart.js's below {@code /static/chart/}. The log-in page and what
 * lies in {@code /static/login/} and {@code /static/pico/} need no log-in.
 */
final class PageRoutes {
  /**
   * A page of the navigation.
   *
   * @param id also of its word, {@code nav.<id>}
   */
  record Page(String id, String path, String file, Action action) {}

  /** All that need a log-in, in the order of the navigation. */
  static final List<Page> PAGES =
      List.of(
          new Page("dashboard", "/", "index.html", Action.USE_PAGES),
          new Page("stats", "/stats", "stats.html", Action.SEE_EXAMS),
          new Page("radiologists", "/stats/radiologists", "radiologists.html", Action.SEE_EXAMS),
          new Page("diagnostics", "/stats/diagnostics", "diagnostics.html", Action.SEE_EXAMS),
          new Page("insights", "/stats/insights", "insights.html", Action.SEE_EXAMS),
          new Page("check", "/check", "check.html", Action.ASK_READER),
          new Page("about", "/about", "about.html", Action.USE_PAGES),
          new Page("admin", "/admin", "admin.html", Action.MANAGE_QUEUE));

  private final StaticFiles web = new StaticFiles("/web/");
  private final StaticFiles pico = StaticFiles.ofWebJar("org.webjars.npm", "picocss__pico");
  private final StaticFiles chart = StaticFiles.ofWebJar("org.webjars.npm", "chart.js");

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Page page : PAGES) {
      routes.add(Route.get(page.path(), page.action(), request -> file(web, page.file(), request)));
    }
    routes.addAll(files());
    return routes;
  }

  private List<Route> files() {
    return List.of(
        Route.open("GET", "/login.html", request -> file(web, "login.html", request)),
        Route.open("GET", "/favicon.ico", request -> file(web, "favicon.ico", request)),
        Route.open(
            "GET", "/static/pico/{path...}", request -> file(pico, request.path("path"), request)),
        Route.open(
            "GET",
            "/static/login/{path...}",
            request -> file(web, "static/login/" + request.path("path"), request)),
        Route.get(
            "/static/chart/{path...}",
            Action.USE_PAGES,
            request -> file(chart, request.path("path"), request)),
        Route.get(
            "/static/{path...}",
            Action.USE_PAGES,
            request -> file(web, "static/" + request.path("path"), request)));
  }

  private static Response file(StaticFiles files, String path, Request request) throws IOException {
    StaticFiles.Entry entry =
        files.find(path).orElseThrow(() -> new HttpException(404, "There is nothing here."));
    Map<String, String> headers = Map.of("ETag", entry.tag(), "Cache-Control", "no-cache");
    return Etags.isCurrent(request, entry.tag())
        ? Response.notModified(headers)
        : Response.of(entry.contentType(), entry.bytes(), headers);
  }
}
