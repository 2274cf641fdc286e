/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.Map;

/** An answer other than what was asked for, with a message for the one who asked. */
final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  HttpException(int status, String message) {
    this(status, message, Map.of());
  }

  HttpException(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  static HttpException badParameter(String name, String what) {
    return new HttpException(400, name + ": " + what);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
