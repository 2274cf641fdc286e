/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.AccountException;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.ApiKeys;
import org.xrayvision.server.auth.UserStore;

/** API keys, for administrators. */
final class KeyRoutes {
  private static final int MOST_DAYS = 3650;

  private final ApiKeys keys;

  KeyRoutes(UserStore users) {
    this.keys = users.keys();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/keys", Action.MANAGE_KEYS, this::list),
        Route.post("/api/keys", Action.MANAGE_KEYS, this::add),
        Route.delete("/api/keys/{id}", Action.MANAGE_KEYS, this::revoke));
  }

  private Response list(Request request) {
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("keys");
    for (ApiKeys.ApiKey key : keys.list()) {
      ObjectNode row = rows.addObject().put("id", key.id()).put("name", key.name());
      ArrayNode actions = row.putArray("actions");
      new TreeSet<>(key.actions()).forEach(action -> actions.add(action.code()));
      row.put("masked", key.masked())
          .put("created", key.created().toString())
          .put("created_by", key.createdBy())
          .put("last_used", Json.instant(key.lastUsed()))
          .put("expires", Json.instant(key.expires()))
          .put("revoked", Json.instant(key.revoked()));
    }
    ArrayNode grantable = json.putArray("grantable");
    ApiKeys.grantable().forEach(action -> grantable.add(action.code()));
    return Response.json(json);
  }

  private Response add(Request request) {
    ObjectNode body = request.json();
    String name = Json.string(body, "name");
    Set<Action> actions = actions(body.get("actions"));
    boolean masked = masked(body.get("masked"));
    Duration lasts = lasts(body.get("expires_days"));
    ApiKeys.Made made;
    try {
      made = keys.add(name, actions, masked, lasts, request.principal().name());
    } catch (AccountException e) {
      throw new HttpException(409, String.valueOf(e.getMessage()));
    }
    request.audit("key_add", name, (masked ? "masked" : "unmasked") + " " + codes(actions));
    return Response.json(
        Json.object()
            .put("status", "success")
            .put("message", "The key is shown this once.")
            .put("id", made.id())
            .put("name", name)
            .put("key", made.key()));
  }

  private static List<String> codes(Set<Action> actions) {
    return actions.stream().map(Action::code).toList();
  }

  private static Set<Action> actions(@Nullable JsonNode value) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    if (value == null || !value.isArray() || value.isEmpty()) {
      throw HttpException.badParameter("actions", "a list of actions is required in the body");
    }
    for (JsonNode word : value) {
      Action action =
          Action.ofCode(word.asText(""))
              .filter(ApiKeys.grantable()::contains)
              .orElseThrow(
                  () ->
                      HttpException.badParameter(
                          "actions", "may hold " + codes(Set.copyOf(ApiKeys.grantable()))));
      actions.add(action);
    }
    return actions;
  }

  private static boolean masked(@Nullable JsonNode value) {
    if (value != null && !value.isBoolean()) {
      throw HttpException.badParameter("masked", "true or false is expected in the body");
    }
    return value == null || value.booleanValue();
  }

  private static @Nullable Duration lasts(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.canConvertToExactIntegral()
        || value.longValue() < 1
        || value.longValue() > MOST_DAYS) {
      throw HttpException.badParameter("expires_days", "a whole number in 1 to 3650 is expected");
    }
    return Duration.ofDays(value.longValue());
  }

  private Response revoke(Request request) {
    String id = request.path("id");
    String name =
        (id.matches("[0-9]{1,18}") ? keys.revoke(Long.parseLong(id)) : Optional.<String>empty())
            .orElseThrow(() -> new HttpException(404, "There is no such key, or no more."));
    request.audit("key_revoke", name, "");
    return Response.success("The key " + name + " is revoked.");
  }
}
