/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what a model thought aloud, in the words of DeepSeek, Qwen and others and in
 * Gemma's unused tokens. One pass over the text, for an answer may be megabytes of opening tags.
 */
final class Thoughts {
  private static final Pattern TAG =
      Pattern.compile(
          "<(/?)(?:think|thinking|thought|reasoning)>|<unused9([45])>", Pattern.CASE_INSENSITIVE);

  private Thoughts() {}

  /** What stands outside of thoughts; those without an end reach to the end of the text. */
  static String removed(String text) {
    StringBuilder said = new StringBuilder();
    boolean thinking = false;
    int at = 0;
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      boolean opens = tag.group(2) == null ? tag.group(1).isEmpty() : tag.group(2).equals("4");
      if (opens && !thinking) {
        said.append(text, at, tag.start());
      } else if (!opens && !thinking) {
        // A template that opens the thoughts itself lets the answer begin in their midst.
        said.setLength(0);
      }
      thinking = opens;
      at = tag.end();
    }
    if (!thinking) {
      said.append(text, at, text.length());
    }
    return said.toString();
  }
}
