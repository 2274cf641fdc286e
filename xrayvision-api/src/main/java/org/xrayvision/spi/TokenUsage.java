/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * What a call cost in tokens, -1 where the backend does not say. Immutable.
 *
 * @param prompt tokens of the question, the picture included
 * @param completion tokens of the answer
 */
public record TokenUsage(int prompt, int completion) {
  /** The backend said nothing. */
  public static final TokenUsage UNKNOWN = new TokenUsage(-1, -1);
}
