package org.xrayvision.core.analysis;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report's two parts, as far as it has them. Immutable.
 *
 * @param findings what was seen; the whole text where it names no parts
 * @param impression what it means; empty where it is not told apart
 */
record ReportText(String findings, String impression) {
  private static final Pattern HEADING =
      Pattern.compile(
          "^[ \\t#*_>-]*(findings?|impressions?|conclusions?|summary)[ \\t*_]*(?::[ \\t*_]*|$)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  static ReportText parse(String text) {
    StringBuilder findings = new StringBuilder();
    StringBuilder impression = new StringBuilder();
    StringBuilder part = findings;
    int at = 0;
    Matcher m = HEADING.matcher(text);
    while (m.find()) {
      part.append(text, at, m.start());
      part = m.group(1).toLowerCase(Locale.ROOT).startsWith("finding") ? findings : impression;
      at = m.end();
    }
    part.append(text, at, text.length());
    return new ReportText(findings.toString().strip(), impression.toString().strip());
  }
}
