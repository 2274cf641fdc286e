/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.xrayvision.server.auth.Action;

/**
 * The pages and their files: {@code /x} is the class path's {@code /web/x}, PicoCSS's files are
 * below {@code /static/pico/}. The log-in page and what lies in {@code /static/login/} and {@code
 * /static/pico/} need no log-in.
 */
final class PageRoutes {
  private final StaticFiles web = new StaticFiles("/web/");
  private final StaticFiles pico = StaticFiles.ofWebJar("org.webjars.npm", "picocss__pico");

  List<Route> routes() {
    return List.of(
        Route.get("/", Action.USE_PAGES, request -> file(web, "index.html", request)),
        Route.open("GET", "/login.html", request -> file(web, "login.html", request)),
        Route.open("GET", "/favicon.ico", request -> file(web, "favicon.ico", request)),
        Route.open(
            "GET", "/static/pico/{path...}", request -> file(pico, request.path("path"), request)),
        Route.open(
            "GET",
            "/static/login/{path...}",
            request -> file(web, "static/login/" + request.path("path"), request)),
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
