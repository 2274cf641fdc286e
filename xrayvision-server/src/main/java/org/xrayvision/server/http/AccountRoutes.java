/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Account;
import org.xrayvision.server.auth.AccountException;
import org.xrayvision.server.auth.Accounts;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.SessionView;
import org.xrayvision.server.auth.UserStore;

/** Users, for administrators, and the table of roles. */
final class AccountRoutes {
  private static final List<String> CHANGES =
      List.of("role", "enabled", "reset_password", "unlock");

  private final UserStore users;
  private final Accounts accounts;

  AccountRoutes(UserStore users) {
    this.users = users;
    this.accounts = users.accounts();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/users", Action.MANAGE_USERS, this::list),
        Route.post("/api/users", Action.MANAGE_USERS, this::add),
        Route.patch("/api/users/{name}", Action.MANAGE_USERS, this::change),
        Route.delete("/api/users/{name}", Action.MANAGE_USERS, this::delete),
        Route.get("/api/roles", Action.MANAGE_USERS, this::roles));
  }

  private Response list(Request request) {
    Map<String, Long> sessions =
        users.sessions().list(null).stream()
            .collect(Collectors.groupingBy(SessionView::user, Collectors.counting()));
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("users");
    accounts
        .list()
        .forEach(account -> rows.add(of(account, sessions.getOrDefault(account.name(), 0L))));
    return Response.json(json);
  }

  private ObjectNode of(Account account, long sessions) {
    return Json.object()
        .put("name", account.name())
        .put("role", account.role().code())
        .put("enabled", account.enabled())
        .put("must_change", account.mustChangePassword())
        .put("created", account.created().toString())
        .put("password_changed", account.passwordChanged().toString())
        .put("last_login", Json.instant(account.lastLogin()))
        .put("sessions", sessions)
        .put("locked", accounts.isLocked(account.name()))
        .put("external", account.external());
  }

  private Response add(Request request) {
    ObjectNode body = request.json();
    String name = Json.string(body, "name");
    Role role = role(Json.string(body, "role"));
    String password = done(() -> accounts.add(name, role));
    Account made = accounts.find(name).orElseThrow();
    request.audit("user_add", made.name(), role.code());
    return Response.json(
        Json.object()
            .put("status", "success")
            .put("message", "The password is shown this once; it must be changed at log-in.")
            .put("name", made.name())
            .put("role", role.code())
            .put("password", password));
  }

  private Response change(Request request) {
    String name = known(request.path("name"));
    ObjectNode body = request.json();
    body.fieldNames()
        .forEachRemaining(
            member -> {
              if (!CHANGES.contains(member)) {
                throw HttpException.badParameter(
                    "body", "may hold " + String.join(", ", CHANGES) + " only");
              }
            });
    Role role = body.has("role") ? role(Json.string(body, "role")) : null;
    Boolean enabled = flag(body, "enabled");
    boolean reset = Boolean.TRUE.equals(flag(body, "reset_password"));
    boolean unlock = Boolean.TRUE.equals(flag(body, "unlock"));
    List<String> made = new ArrayList<>();
    String password;
    try {
      password = make(name, role, enabled, reset, unlock, made);
    } finally {
      // Also what was done before the next thing was refused.
      if (!made.isEmpty()) {
        request.audit("user_change", name, String.join(", ", made));
      }
    }
    if (made.isEmpty()) {
      throw HttpException.badParameter(
          "body", "one of " + String.join(", ", CHANGES) + " is needed");
    }
    return changed(name, password);
  }

  /** Makes the changes one by one, and notes each; returns the new password, if there is one. */
  private @Nullable String make(
      String name,
      @Nullable Role role,
      @Nullable Boolean enabled,
      boolean reset,
      boolean unlock,
      List<String> made) {
    if (role != null) {
      done(() -> accounts.setRole(name, role));
      made.add("role " + role.code());
    }
    if (enabled != null) {
      done(() -> accounts.setEnabled(name, enabled));
      made.add(enabled ? "enabled" : "disabled");
    }
    String password = reset ? done(() -> accounts.reset(name)) : null;
    if (reset) {
      made.add("new password");
    }
    if (unlock) {
      done(() -> accounts.unlock(name));
      made.add("unlocked");
    }
    return password;
  }

  private Response changed(String name, @Nullable String password) {
    Account account = accounts.find(name).orElseThrow();
    ObjectNode json = Json.object().put("status", "success").put("message", "Changed.");
    json.set("user", of(account, users.sessions().list(name).size()));
    if (password != null) {
      json.put("password", password);
    }
    return Response.json(json);
  }

  private Response delete(Request request) {
    String name = known(request.path("name"));
    if (name.equals(request.principal().name())) {
      throw new HttpException(409, "Nobody deletes his own account; ask another admin.");
    }
    done(() -> accounts.delete(name));
    request.audit("user_delete", name, "");
    return Response.success("The user " + name + " is deleted.");
  }

  private Response roles(Request request) {
    ObjectNode json = Json.object();
    ArrayNode roles = json.putArray("roles");
    ObjectNode masked = json.putObject("masked");
    for (Role role : Role.values()) {
      roles.add(role.code());
      // A key says so of itself.
      masked.put(role.code(), role == Role.SERVICE ? null : (Boolean) role.masked());
    }
    ArrayNode actions = json.putArray("actions");
    for (Action action : Action.values()) {
      ObjectNode row = actions.addObject().put("action", action.code());
      ArrayNode whose = row.putArray("roles");
      Arrays.stream(Role.values())
          .filter(role -> role != Role.SERVICE && Permissions.allows(role, action))
          .forEach(role -> whose.add(role.code()));
      row.put("key", Permissions.allows(Role.SERVICE, action));
    }
    return Response.json(json);
  }

  private String known(String name) {
    try {
      return accounts
          .find(name)
          .map(Account::name)
          .orElseThrow(() -> new HttpException(404, "There is no such user."));
    } catch (AccountException e) {
      throw new HttpException(404, "There is no such user.");
    }
  }

  private static Role role(String code) {
    return Role.ofPerson(code)
        .orElseThrow(
            () ->
                HttpException.badParameter(
                    "role",
                    "one of "
                        + Role.ofPeople().stream().map(Role::code).collect(Collectors.joining(", "))
                        + " is expected"));
  }

  private static @Nullable Boolean flag(ObjectNode body, String name) {
    JsonNode value = body.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw HttpException.badParameter(name, "true or false is expected in the body");
    }
    return value.booleanValue();
  }

  private static <T> T done(Supplier<T> change) {
    try {
      return change.get();
    } catch (AccountException e) {
      throw new HttpException(409, String.valueOf(e.getMessage()));
    }
  }

  private static void done(Runnable change) {
    done(
        () -> {
          change.run();
          return true;
        });
  }
}
