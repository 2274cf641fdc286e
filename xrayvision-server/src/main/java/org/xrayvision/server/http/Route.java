/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.config.AddressRange;

/**
 * One entry of the API. Immutable.
 *
 * @param method GET (answers HEAD too), POST, PATCH or DELETE
 * @param path with parameters as {@code {name}}; a last {@code {name...}} takes the rest
 * @param action what it lets one do, or null where no log-in is needed
 * @param openTo from which addresses no log-in is needed all the same
 * @param streams whether the handler reads the body itself, as long as it may be
 */
record Route(
    String method,
    String path,
    @Nullable Action action,
    List<AddressRange> openTo,
    Handler handler,
    boolean streams) {
  Route(
      String method,
      String path,
      @Nullable Action action,
      List<AddressRange> openTo,
      Handler handler) {
    this(method, path, action, openTo, handler, false);
  }

  /** Makes the answer; runs on a worker thread and may block. */
  @FunctionalInterface
  interface Handler {
    Response handle(Request request) throws Exception;
  }

  static Route get(String path, Action action, Handler handler) {
    return new Route("GET", path, action, List.of(), handler);
  }

  static Route post(String path, Action action, Handler handler) {
    return new Route("POST", path, action, List.of(), handler);
  }

  static Route patch(String path, Action action, Handler handler) {
    return new Route("PATCH", path, action, List.of(), handler);
  }

  static Route delete(String path, Action action, Handler handler) {
    return new Route("DELETE", path, action, List.of(), handler);
  }

  static Route upload(String path, Action action, Handler handler) {
    return new Route("POST", path, action, List.of(), handler, true);
  }

  static Route open(String method, String path, Handler handler) {
    return new Route(method, path, null, List.of(), handler);
  }

  /** The same, without a log-in for who asks from there. */
  Route openTo(List<AddressRange> ranges) {
    return new Route(method, path, action, List.copyOf(ranges), handler, streams);
  }

  /** Whether who asks from there need not log in. */
  boolean isOpenTo(InetAddress client) {
    return action == null || openTo.stream().anyMatch(range -> range.contains(client));
  }

  List<String> segments() {
    return List.of(path.split("/", -1));
  }

  boolean isWrite() {
    return !method.equals("GET");
  }
}
