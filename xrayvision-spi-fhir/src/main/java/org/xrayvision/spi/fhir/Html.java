/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes HTML plain: no markup, no scripts, entities resolved, lines kept. Each pass is linear in
 * the length of the text. Stateless.
 */
final class Html {
  private static final Pattern BREAKS =
      Pattern.compile(
          "(?i)<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?table|/?ul|/?ol)(?:\\s[^<>]*)?/?>");
  private static final Pattern TAG = Pattern.compile("<[/!?a-zA-Z][^<>]*>");
  private static final Pattern ENTITY = Pattern.compile("&(#?[0-9A-Za-z]{1,10});");
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("acirc", "â"),
          Map.entry("Acirc", "Â"),
          Map.entry("icirc", "î"),
          Map.entry("Icirc", "Î"),
          Map.entry("abreve", "ă"),
          Map.entry("Abreve", "Ă"),
          Map.entry("scedil", "ş"),
          Map.entry("Scedil", "Ş"),
          Map.entry("tcedil", "ţ"),
          Map.entry("Tcedil", "Ţ"),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("deg", "°"),
          Map.entry("plusmn", "±"),
          Map.entry("laquo", "«"),
          Map.entry("raquo", "»"),
          Map.entry("bdquo", "„"),
          Map.entry("rdquo", "”"),
          Map.entry("ldquo", "“"));

  private Html() {}

  static boolean hasMarkup(String text) {
    return TAG.matcher(text).find();
  }

  static String plain(String html) {
    String text = html;
    for (String element : new String[] {"script", "style", "head", "title", "template"}) {
      text = without(text, "<" + element, "</" + element);
    }
    text = without(text, "<!--", "--");
    text = text.replaceAll("[\\s\\u00a0]+", " ");
    text = BREAKS.matcher(text).replaceAll("\n");
    text = TAG.matcher(text).replaceAll("");
    text = entities(text);
    return text.replaceAll("[ \\u00a0]{1,1000}\n[ \\u00a0]{0,1000}", "\n")
        .replaceAll("\n[ ]{1,1000}", "\n")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  /** Takes elements away with what is in them; one that does not end reaches to the end. */
  private static String without(String text, String begin, String end) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    for (int at = find(text, begin, 0); at >= 0; at = find(text, begin, from)) {
      kept.append(text, from, at);
      int ends = find(text, end, at + begin.length());
      int close = ends < 0 ? -1 : text.indexOf('>', ends);
      from = close < 0 ? text.length() : close + 1;
    }
    return kept.append(text, from, text.length()).toString();
  }

  private static int find(String text, String what, int from) {
    if (!what.startsWith("<")) {
      return text.indexOf(what, from);
    }
    boolean element = Character.isLetter(what.charAt(what.length() - 1));
    for (int at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at + 1)) {
      int after = at + what.length();
      if (text.regionMatches(true, at, what, 0, what.length())
          && (!element
              || after >= text.length()
              || !Character.isLetterOrDigit(text.charAt(after)))) {
        return at;
      }
    }
    return -1;
  }

  private static String entities(String text) {
    Matcher matcher = ENTITY.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          resolved, Matcher.quoteReplacement(entity(matcher.group(1), matcher.group())));
    }
    return matcher.appendTail(resolved).toString();
  }

  private static String entity(String name, String whole) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, whole);
    }
    boolean hex = name.length() > 1 && Character.toLowerCase(name.charAt(1)) == 'x';
    String digits = name.substring(hex ? 2 : 1);
    if (!digits.matches(hex ? "[0-9A-Fa-f]{1,6}" : "[0-9]{1,7}")) {
      return whole;
    }
    int codePoint = Integer.parseInt(digits, hex ? 16 : 10);
    boolean usable =
        Character.isValidCodePoint(codePoint)
            && !Character.isISOControl(codePoint)
            && (codePoint < 0xD800 || codePoint > 0xDFFF);
    return usable ? Character.toString(codePoint) : " ";
  }
}
