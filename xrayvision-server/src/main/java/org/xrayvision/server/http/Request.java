/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Masking;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;

/** A request that was let in, as its handler sees it. */
final class Request {
  private static final long MAX_UPLOAD = 4L << 30;

  private final HttpServerExchange exchange;
  private final Map<String, String> pathParameters;
  private final byte[] body;
  private final @Nullable Principal principal;
  private final Masking masking;
  private final UserStore users;
  private boolean audited;

  Request(
      HttpServerExchange exchange,
      Map<String, String> pathParameters,
      byte[] body,
      @Nullable Principal principal,
      UserStore users) {
    this.exchange = exchange;
    this.pathParameters = pathParameters;
    this.body = body;
    this.principal = principal;
    this.masking = principal == null ? users.masking(Role.USER) : users.masking(principal);
    this.users = users;
  }

  /** A parameter of the route's path, decoded. */
  String path(String name) {
    return Objects.requireNonNull(pathParameters.get(name), name);
  }

  /** The parameters after the question mark. */
  Parameters query() {
    return Parameters.of(exchange.getQueryParameters());
  }

  ObjectNode json() {
    return Json.readObject(body);
  }

  /** The exam that a write is about: the uid in its body, or empty. */
  String uid() {
    try {
      String uid = body.length == 0 ? "" : json().path("uid").asText("");
      return Uids.isValid(uid) ? uid : "";
    } catch (HttpException e) {
      return "";
    }
  }

  /** The body as it arrives; only for routes that stream. */
  InputStream stream() {
    exchange.setMaxEntitySize(MAX_UPLOAD); // until here it was that of all bodies
    exchange.startBlocking();
    return exchange.getInputStream();
  }

  /** Who asks; only for routes that need a log-in. */
  Principal principal() {
    return Objects.requireNonNull(principal, "this route is open to all");
  }

  boolean may(Action action) {
    return principal().may(action);
  }

  /** Notes in the audit log what was done; a write that notes nothing is noted by its path. */
  void audit(String action, String object, String detail) {
    audited = true;
    users.audit().record(principal(), action, object, detail);
  }

  /** As the other, written within a second: for what comes by the thousand. */
  void auditSoon(String action, String object, String detail) {
    audited = true;
    users.views().note(principal(), action, object, detail);
  }

  boolean isAudited() {
    return audited;
  }

  /** Notes that who asks has opened an exam, or a picture of it. */
  void viewed(String uid, String how) {
    users.views().seen(principal(), "view", uid, how);
  }

  /** Notes that an exam was shown among others. */
  void listed(String uid) {
    users.views().seen(principal(), "list", uid, "");
  }

  /**
   * Notes that a patient was shown, by the word that stands for him in the log; one without an id
   * is noted with his exams.
   *
   * @param action {@code view} or {@code list}
   */
  void sawPatient(String action, @Nullable String patientId) {
    if (patientId != null) {
      users.views().seen(principal(), action, users.pseudonym(patientId), "patient");
    }
  }

  /** Notes that somebody looked for patients; not for whom, which would be a name in the log. */
  void searchedPatients() {
    users.views().seen(principal(), "search", "patients", "");
  }

  /** What the one who asks sees of persons. */
  Masking masking() {
    return masking;
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  HttpServerExchange exchange() {
    return exchange;
  }
}
