/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The path and the parameters of a request, encoded. Not safe for threads. */
final class Query {
  private final StringBuilder text;
  private char next = '?';

  private Query(String path) {
    text = new StringBuilder(path);
  }

  /**
   * A request.
   *
   * @param path below the base, beginning with a slash
   */
  static Query of(String path) {
    return new Query(path);
  }

  Query and(String name, String value) {
    text.append(next).append(encoded(name)).append('=').append(encoded(value));
    next = '&';
    return this;
  }

  /** One segment of a path; whatever an id holds, it stays one segment. */
  static String segment(String id) {
    String segment = encoded(id);
    return segment.equals(".") || segment.equals("..") ? segment.replace(".", "%2E") : segment;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
