/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Exam objects as rows of a table (RFC 4180). A text that a spreadsheet would take for a formula
 * gets an apostrophe. Stateless.
 */
final class ExamCsv {
  private static final String FORMULA = "=+-@\t\r\n|%";

  /** Where a list is separated by semicolons, a row is cut there, in the midst of a text. */
  private static final Pattern FORMULA_INSIDE =
      Pattern.compile("([;\t\r\n][\\s\"]*)([=@]|[+-](?=\\S))");

  private static final List<String> COLUMNS =
      List.of(
          "/uid",
          "/patient/name",
          "/patient/cnp",
          "/patient/id",
          "/patient/age",
          "/patient/birthdate",
          "/patient/sex",
          "/exam/created",
          "/exam/protocol",
          "/exam/region",
          "/exam/status",
          "/exam/type",
          "/exam/study",
          "/exam/series",
          "/exam/id",
          "/report/ai/text",
          "/report/ai/positive",
          "/report/ai/confidence",
          "/report/ai/severity",
          "/report/ai/summary",
          "/report/ai/model",
          "/report/ai/latency",
          "/report/rad/text",
          "/report/rad/text_en",
          "/report/rad/positive",
          "/report/rad/severity",
          "/report/rad/summary",
          "/report/rad/radiologist",
          "/report/rad/justification",
          "/report/correct",
          "/report/reviewed");

  /** The names of the columns. */
  static final String HEAD =
      COLUMNS.stream()
          .map(column -> column.substring(1).replace('/', '.'))
          .collect(Collectors.joining(",", "", "\r\n"));

  private ExamCsv() {}

  static String row(JsonNode exam) {
    return COLUMNS.stream()
        .map(column -> cell(exam.at(column)))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? ""
        : value.isTextual() ? text(value.textValue()) : value.asText();
  }

  /** A text in quotes. */
  static String text(String text) {
    return '"' + noFormula(text).replace("\"", "\"\"") + '"';
  }

  /**
   * What a spreadsheet would take for a formula gets an apostrophe; inside of a text only what can
   * be one, not the dash of a list.
   */
  static String noFormula(String text) {
    String inside = FORMULA_INSIDE.matcher(text).replaceAll("$1'$2");
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + inside : inside;
  }
}
