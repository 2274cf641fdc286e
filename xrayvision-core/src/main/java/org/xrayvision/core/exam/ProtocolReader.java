/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.xrayvision.core.ProtocolReading;
import org.xrayvision.core.RegionOptions;

/** Tells what the rules in force make of a protocol's name. Immutable and safe for threads. */
public final class ProtocolReader {
  private static final int MAX_TEXT = 200;

  private final RegionRules rules;
  private final Set<String> supported;
  private final UnaryOperator<String> questions;

  /**
   * @param questions the question about a region
   */
  public ProtocolReader(RegionOptions options, UnaryOperator<String> questions) {
    this.rules = new RegionRules(options);
    this.supported = options.supported();
    this.questions = questions;
  }

  /** Reads a name as that of an exam of which nothing else is known. */
  public ProtocolReading read(String protocol) {
    String text = Words.clean(protocol, MAX_TEXT);
    String region = rules.regionOf(text, "");
    return new ProtocolReading(
        text,
        region,
        rules.keywordOf(text).orElse(null),
        supported.contains(region),
        Projection.of(text, "", ""),
        questions.apply(region));
  }
}
