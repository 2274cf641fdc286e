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
   * A page of the navigation, made of {@code page.html}.
   *
   * @param id also of its word, {@code nav.<id>}
   * @param module its program, {@code static/js/<module>.js}
   * @param style what it has beside {@code xv.css}, {@code static/css/<style>.css}
   * @param charts whether it needs Chart.js
   */
  record Page(String id, String path, String module, String style, boolean charts, Action action) {
    private String filled(String template) {
      String chart =
          charts ? "<script defer src=\"/static/chart/dist/chart.umd.js\"></script>" : "";
      return template
          .replace("{id}", id)
          .replace("{style}", style)
          .replace("{chart}", chart)
          .replace("{module}", module);
    }
  }

  /** All that need a log-in, in the order of the navigation. */
  static final List<Page> PAGES =
      List.of(
          new Page("dashboard", "/", "dashboard", "dash", false, Action.USE_PAGES),
          figures("stats", "/stats", "stats"),
          figures("radiologists", "/stats/radiologists", "tables"),
          figures("diagnostics", "/stats/diagnostics", "tables"),
          figures("insights", "/stats/insights", "insights"),
          new Page("check", "/check", "check", "figures", false, Action.ASK_READER),
          new Page("about", "/about", "about", "about", false, Action.USE_PAGES),
          new Page("admin", "/admin", "admin", "admin", false, Action.MANAGE_QUEUE));

  private static Page figures(String id, String path, String module) {
    return new Page(id, path, module, "figures", true, Action.SEE_EXAMS);
  }

  private final StaticFiles web = new StaticFiles("/web/");
  private final StaticFiles pico = StaticFiles.ofWebJar("org.webjars.npm", "picocss__pico");
  private final StaticFiles chart = StaticFiles.ofWebJar("org.webjars.npm", "chart.js");

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Page page : PAGES) {
      StaticFiles.Entry made = web.made("page.html", page::filled);
      routes.add(Route.get(page.path(), page.action(), request -> send(made, request)));
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
    return send(
        files.find(path).orElseThrow(() -> new HttpException(404, "There is nothing here.")),
        request);
  }

  private static Response send(StaticFiles.Entry entry, Request request) {
    Map<String, String> headers = Map.of("ETag", entry.tag(), "Cache-Control", "no-cache");
    return Etags.isCurrent(request, entry.tag())
        ? Response.notModified(headers)
        : Response.of(entry.contentType(), entry.bytes(), headers);
  }
}
