/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.List;
import java.util.function.Supplier;

/**
 * One request for each operation that a server over {@link SampleData} with a report reader and a
 * hospital answers with 200. A new route has its line here.
 */
final class Samples {
  /** A request; the body is empty for GET. */
  record Sample(String method, String template, String target, String body) {
    static Sample get(String template) {
      return new Sample("GET", template, filled(template), "");
    }

    static Sample post(String template, String body) {
      return new Sample("POST", template, filled(template), body.replace('\'', '"'));
    }

    static Sample of(String method, String template, String target, String body) {
      return new Sample(method, template, target, body.replace('\'', '"'));
    }

    /** With a parameter, already encoded, in place of what it had. */
    Sample with(String name, String value) {
      String path = target.split("\\?", 2)[0];
      return new Sample(method, template, path + "?" + name + "=" + value, body);
    }

    /** With something that is known only when it is asked. */
    Sample with(String placeholder, Supplier<String> made) {
      return target.contains(placeholder)
          ? new Sample(method, template, target.replace(placeholder, made.get()), body)
          : this;
    }

    private static String filled(String template) {
      return template
          .replace("/static/pico/{path}", "/static/pico/css/pico.min.css")
          .replace("/static/chart/{path}", "/static/chart/dist/chart.umd.js")
          .replace("/static/login/{path}", "/static/login/xv.css")
          .replace("/static/{path}", "/static/js/dashboard.js")
          .replace("/api/patients/{id}", "/api/patients/1580412400014")
          .replace("{uid}", "1.2.3.2")
          .replace("{file}", "1.2.3.1.png");
    }
  }

  static final List<Sample> ALL =
      List.of(
          Sample.get("/api/exams"),
          Sample.get("/api/exams/{uid}"),
          Sample.get("/api/exams/{uid}/journal"),
          Sample.get("/api/exams/{uid}/runs"),
          Sample.get("/api/exams/{uid}/priors"),
          Sample.get("/api/readings"),
          Sample.get("/api/readings/count"),
          Sample.get("/api/patients"),
          Sample.get("/api/patients/{id}"),
          Sample.get("/api/export/exams"),
          Sample.post("/api/export/dataset", "{'region':'chest'}"),
          Sample.get("/api/export/dataset"),
          Sample.get("/api/export/dataset.zip"),
          Sample.get("/api/alerts"),
          Sample.post("/api/ack", "{'alert':'a-1'}"),
          Sample.post("/api/rad_review", "{'uid':'1.2.3.3','normal':true}"),
          Sample.post("/api/radreview", "{'uid':'1.2.3.3','normal':false}"),
          Sample.post("/api/validate", "{'uid':'1.2.3.3','normal':null}"),
          Sample.post("/api/requeue", "{'uid':'1.2.3.8'}"),
          Sample.post("/api/lookagain", "{'uid':'1.2.3.1'}"),
          Sample.post("/api/getrad", "{'uid':'1.2.3.2'}"),
          Sample.post("/api/check", "{'report':'Opacitate bazal dreapta.'}"),
          Sample.post("/api/analyse", "{'report':'Opacitate bazal dreapta.'}"),
          Sample.post("/api/translate", "{'report':'Opacitate bazal dreapta.'}"),
          Sample.get("/images/{file}"),
          Sample.get("/api/stats"),
          Sample.get("/api/stats/global"),
          Sample.get("/api/stats/regional"),
          Sample.get("/api/stats/quality"),
          Sample.get("/api/stats/radiologists"),
          Sample.get("/api/stats/diagnostics"),
          Sample.get("/api/stats/radiologists/monthly_trends"),
          Sample.get("/api/diagnostics/monthly_trends"),
          Sample.get("/api/stats/insights"),
          Sample.get("/api/diagnostics"),
          Sample.get("/api/radiologists"),
          Sample.get("/api/severity"),
          Sample.get("/api/config"),
          Sample.get("/api/status"),
          Sample.get("/api/regions"),
          Sample.get("/api/refusals"),
          Sample.get("/api/plugins"),
          Sample.get("/api/spec"),
          Sample.get("/metrics"),
          Sample.get("/health/live"),
          Sample.get("/health/ready"),
          Sample.post("/api/dicomquery", "{'hours':3}"),
          Sample.post("/api/trigger_query", "{'hours':3,'pacs':'main'}"),
          Sample.get("/api/retrievals"),
          Sample.post("/api/login", TestServer.credentials("user", TestServer.PASSWORD)),
          Sample.get("/api/login"),
          Sample.post("/api/logout", "{}"),
          Sample.post(
              "/api/password",
              "{'old':'" + TestServer.PASSWORD + "','new':'another horse battery'}"),
          Sample.get("/api/sessions"),
          Sample.of("DELETE", "/api/sessions", "/api/sessions?user=viewer", ""),
          Sample.of("DELETE", "/api/sessions/{id}", "/api/sessions/SESSION", ""),
          Sample.get("/api/users"),
          Sample.post("/api/users", "{'name':'a.marin','role':'radiologist'}"),
          Sample.of("PATCH", "/api/users/{name}", "/api/users/a.marin", "{'unlock':true}"),
          Sample.of("DELETE", "/api/users/{name}", "/api/users/a.marin", ""),
          Sample.get("/api/roles"),
          Sample.get("/api/keys"),
          Sample.post("/api/keys", "{'name':'statistics','actions':['see_exams']}"),
          Sample.of("DELETE", "/api/keys/{id}", "/api/keys/1", ""),
          Sample.get("/api/about"),
          Sample.of("GET", "/api/regions/test", "/api/regions/test?protocol=Torace", ""),
          Sample.get("/api/admin/config"),
          Sample.get("/api/queue"),
          Sample.post("/api/queue", "{'action':'resume'}"),
          Sample.post("/api/selftest", "{}"),
          Sample.get("/api/selftest"),
          Sample.get("/api/audit"),
          Sample.get("/api/audit.csv"),
          Sample.get("/api/audit/verify"),
          Sample.get("/api/maintenance"),
          Sample.post("/api/maintenance", "{}"),
          Sample.post("/api/patient/export", "{'id':'1580412400014'}"),
          Sample.get("/api/me"),
          Sample.get("/"),
          Sample.get("/stats"),
          Sample.get("/stats/radiologists"),
          Sample.get("/stats/diagnostics"),
          Sample.get("/stats/insights"),
          Sample.get("/check"),
          Sample.get("/about"),
          Sample.get("/admin"),
          Sample.get("/login.html"),
          Sample.get("/favicon.ico"),
          Sample.get("/static/pico/{path}"),
          Sample.get("/static/chart/{path}"),
          Sample.get("/static/login/{path}"),
          Sample.get("/static/{path}"));

  private Samples() {}
}
