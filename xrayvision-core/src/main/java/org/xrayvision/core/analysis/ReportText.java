/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report's two parts, as far as it has them. Immutable.
 *
 * @param findings what was seen; the whole text where it names no parts
 * @param impression what it means; empty where it is not told apart
 */
record ReportText(String findings, String impression) {
  private static final String FINDINGS = "findings?|constat[aă]ri|descriere";
  private static final String IMPRESSION =
      "impressions?|conclusions?|summary|concluzi[aei]|concluzii|impresi[ae](?: diagnostic[aă])?";
  private static final String LINE_START = "^[ \\t#*_`\\[>-]*(?:\\d{1,2}[.)][ \\t*_]*)?";
  private static final String LINE_END = "[ \\t*_`\\]]*(?:[:：][ \\t*_]*|[ \\t][-–—][ \\t]+|$)";

  /** A line that begins with a heading; or, within a line, one in capitals with a colon. */
  private static final Pattern HEADING =
      Pattern.compile(
          LINE_START
              + "(?:(?:final|overall) )?(?:("
              + FINDINGS
              + ")|(?:"
              + IMPRESSION
              + "))"
              + LINE_END
              + "|(?<=[.;!?][ \\t]{1,3})[*_]{0,3}(?-i:(FINDINGS)|IMPRESSION|CONCLUSIONS?"
              + "|CONCLUZI[AEI]|CONCLUZII)[*_]{0,3}:[ \\t*_]*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);

  static ReportText parse(String text) {
    StringBuilder findings = new StringBuilder();
    StringBuilder impression = new StringBuilder();
    StringBuilder part = findings;
    int at = 0;
    Matcher m = HEADING.matcher(text);
    while (m.find()) {
      part.append(text, at, m.start());
      part = m.group(1) != null || m.group(2) != null ? findings : impression;
      at = m.end();
    }
    part.append(text, at, text.length());
    return new ReportText(findings.toString().strip(), impression.toString().strip());
  }
}
