/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.io.IOException;

/** A backend's answer is larger than what is taken; the rest of it was not read. */
public final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLargeException(int limit) {
    super("the answer is larger than " + limit + " bytes");
  }
}
