/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer other than what was asked for, with a message for the one who asked. */
final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;
  private final @Nullable String code;

  HttpException(int status, String message) {
    this(status, message, Map.of());
  }

  HttpException(int status, String message, Map<String, String> headers) {
    this(status, message, headers, null);
  }

  private HttpException(
      int status, String message, Map<String, String> headers, @Nullable String code) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
    this.code = code;
  }

  /** One that programs are to tell from others of its status. */
  static HttpException coded(int status, String code, String message) {
    return new HttpException(status, message, Map.of(), code);
  }

  static HttpException badParameter(String name, String what) {
    return new HttpException(400, name + ": " + what);
  }

  int status() {
    return status;
  }

  /** The word for programs, if there is one. */
  @Nullable String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }
}
