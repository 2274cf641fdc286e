/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.http;

/** What an HTTP backend does wrong. */
public enum HttpFault {
  /** Nothing: it answers. */
  NONE,
  /** Takes the question and never answers. */
  HANG,
  /** Answers one byte a second. */
  DRIP,
  /** 401: the key is wrong. */
  UNAUTHORIZED,
  /** 404: there is no such address. */
  NOT_FOUND,
  /** 429, to be asked again in a second. */
  TOO_MANY_REQUESTS,
  /** 500. */
  SERVER_ERROR,
  /** 503. */
  UNAVAILABLE,
  /** Hangs up in the middle of the body that it announced. */
  CUT_MID_BODY,
  /** 200, with the first half of the answer and no more announced. */
  HALF_JSON,
  /** 200, in UTF-16 and labelled as UTF-8. */
  WRONG_CHARSET,
  /** 200, with an answer of ten million bytes. */
  HUGE_ANSWER,
  /** 200, and nothing in it. */
  EMPTY_ANSWER
}
