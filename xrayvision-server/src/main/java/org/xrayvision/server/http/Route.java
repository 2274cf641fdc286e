/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;

/**
 * One entry of the API. Immutable.
 *
 * @param method GET (answers HEAD too) or POST
 * @param path with parameters as {@code {name}}; a last {@code {name...}} takes the rest
 * @param action what it lets one do, or null where no log-in is needed
 * @param streams whether the handler reads the body itself, as long as it may be
 */
record Route(
    String method, String path, @Nullable Action action, Handler handler, boolean streams) {
  Route(String method, String path, @Nullable Action action, Handler handler) {
    this(method, path, action, handler, false);
  }

  /** Makes the answer; runs on a worker thread and may block. */
  @FunctionalInterface
  interface Handler {
    Response handle(Request request) throws Exception;
  }

  static Route get(String path, Action action, Handler handler) {
    return new Route("GET", path, action, handler);
  }

  static Route post(String path, Action action, Handler handler) {
    return new Route("POST", path, action, handler);
  }

  static Route upload(String path, Action action, Handler handler) {
    return new Route("POST", path, action, handler, true);
  }

  static Route open(String method, String path, Handler handler) {
    return new Route(method, path, null, handler);
  }

  List<String> segments() {
    return List.of(path.split("/", -1));
  }

  boolean isWrite() {
    return !method.equals("GET");
  }
}
