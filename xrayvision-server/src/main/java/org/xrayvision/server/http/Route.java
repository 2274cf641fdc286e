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
 * @param way how the request comes to the handler
 */
record Route(
    String method,
    String path,
    @Nullable Action action,
    List<AddressRange> openTo,
    Handler handler,
    Way way) {
  /** How a request comes to a handler. */
  enum Way {
    /** On a worker thread, with its body. */
    USUAL,
    /** On a worker thread; the handler reads the body itself, as long as it may be. */
    UPLOAD,
    /** At once, on the thread that reads for all others: it must not block, and asks nobody. */
    AT_ONCE
  }

  Route(
      String method,
      String path,
      @Nullable Action action,
      List<AddressRange> openTo,
      Handler handler) {
    this(method, path, action, openTo, handler, Way.USUAL);
  }

  /** Makes the answer; runs on a worker thread and may block, but for {@link Way#AT_ONCE}. */
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
    return new Route("POST", path, action, List.of(), handler, Way.UPLOAD);
  }

  static Route open(String method, String path, Handler handler) {
    return new Route(method, path, null, List.of(), handler);
  }

  /** For anybody, though all workers be busy. */
  static Route atOnce(String path, Handler handler) {
    return new Route("GET", path, null, List.of(), handler, Way.AT_ONCE);
  }

  /** The same, without a log-in for who asks from there. */
  Route openTo(List<AddressRange> ranges) {
    return new Route(method, path, action, List.copyOf(ranges), handler, way);
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
