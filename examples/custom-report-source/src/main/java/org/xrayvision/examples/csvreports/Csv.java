/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values as RFC 4180 has them: a value in quotes may hold separators, quotes
 * (doubled) and line breaks. For one thread and one text.
 */
final class Csv {
  private static final int MAX_ROWS = 200_000;
  private static final int MAX_VALUES = 100;

  private final String text;
  private final char separator;
  private int at;
  private int line = 1;

  private Csv(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** The values of a row, and the line of the file in which it begins. */
  record Row(int line, List<String> values) {}

  /**
   * All rows that are not empty.
   *
   * @throws IllegalArgumentException with the line, and nothing of what stands in it
   */
  static List<Row> read(String text, char separator) {
    Csv csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text, separator);
    List<Row> rows = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      int line = csv.line;
      List<String> values = csv.row();
      if (values.size() > 1 || !values.get(0).isBlank()) {
        rows.add(new Row(line, values));
      }
      if (rows.size() > MAX_ROWS) {
        throw new IllegalArgumentException("more than " + MAX_ROWS + " rows");
      }
    }
    return rows;
  }

  private List<String> row() {
    List<String> values = new ArrayList<>();
    while (true) {
      values.add(peek() == '"' ? quoted() : plain());
      if (values.size() > MAX_VALUES) {
        throw new IllegalArgumentException("line " + line + ": more than 100 values");
      }
      if (peek() != separator) {
        endOfLine();
        return List.copyOf(values);
      }
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private String plain() {
    int from = at;
    while (peek() >= 0 && peek() != separator && peek() != '\n' && peek() != '\r') {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private String quoted() {
    int began = line;
    StringBuilder value = new StringBuilder();
    at++;
    while (true) {
      int c = peek();
      at++;
      if (c < 0) {
        throw new IllegalArgumentException("line " + began + ": a quote is not closed");
      }
      if (c == '"' && peek() != '"') {
        return value.toString();
      }
      if (c == '"') {
        at++;
      }
      line += c == '\n' ? 1 : 0;
      value.append((char) c);
    }
  }

  private void endOfLine() {
    if (peek() == '\r') {
      at++;
    }
    if (peek() == '\n') {
      at++;
    } else if (peek() >= 0) {
      throw new IllegalArgumentException("line " + line + ": something stands behind a quote");
    }
    line++;
  }
}
