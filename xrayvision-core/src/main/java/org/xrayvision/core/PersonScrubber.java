/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.xrayvision.api.Exam;
import org.xrayvision.core.privacy.Scrubber;

/**
 * Takes out of the texts about one exam what names its patient, its radiologists, or anybody else
 * that can be told by a number, a date or a signature: what models are kept from, readers who are
 * masked are kept from too. Make one for an exam and use it for all its texts. Immutable, safe for
 * threads.
 */
public final class PersonScrubber {
  private final Scrubber scrubber;

  private PersonScrubber(Scrubber scrubber) {
    this.scrubber = scrubber;
  }

  /** For the texts about this exam. */
  public static PersonScrubber of(Exam exam) {
    return new PersonScrubber(Scrubber.ofReader(exam));
  }

  /** The text with {@code […]} in the places of what names somebody. */
  public String scrub(String text) {
    return scrubber.blank(text);
  }
}
