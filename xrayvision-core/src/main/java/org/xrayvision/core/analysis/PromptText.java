/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.Locale;

/** The six texts that prompts are made of. */
enum PromptText {
  /** System text of a reading. */
  REP,
  /** The question of a reading. */
  USR,
  /** What a second look adds to the question. */
  REV,
  /** System text of the check pass. */
  CHK,
  /** System text of a critique. */
  ANA,
  /** System text of a translation. */
  TRN;

  String fileName() {
    return name().toLowerCase(Locale.ROOT) + "_prompt.txt";
  }
}
