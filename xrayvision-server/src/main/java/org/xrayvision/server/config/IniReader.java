/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads INI files by the rules of Python's {@code configparser}, which the files in the field were
 * written for: keys are lower-cased and end at the first {@code =} or {@code :}; comments stand on
 * lines of their own ({@code #} or {@code ;} first), so that either may stand in a value; a line
 * that is indented deeper than its key continues the value; a section or a key may stand only once.
 * All that is wrong is told at once. A reader is used once, by one thread.
 */
final class IniReader {
  private static final Pattern SECTION = Pattern.compile("\\[(.+)\\]");
  private static final Pattern OPTION = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)", Pattern.DOTALL);
  private static final long MAX_BYTES = 4_000_000;

  private final String name;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Map<String, IniEntry>> sections = new LinkedHashMap<>();
  private final Map<String, Integer> sectionLines = new LinkedHashMap<>();

  private @Nullable String section;
  private @Nullable Pending pending;
  private int indent;

  private IniReader(String name) {
    this.name = name;
  }

  /** A key whose value may go on in the next line. */
  private record Pending(String key, int line, List<String> lines) {}

  /**
   * Reads a file in UTF-8, with or without a byte order mark.
   *
   * @throws ConfigurationException if it cannot be read or breaks the rules; says file and line
   */
  static IniFile read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigurationException(
            List.of(file + ": is longer than " + MAX_BYTES + " bytes; is it the right file?"));
      }
      return parse(file.toString(), decode(file.toString(), Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of(file + ": cannot be read (" + e.getClass().getSimpleName() + ")"));
    }
  }

  /**
   * Reads a text.
   *
   * @param name what the text is called in messages
   * @throws ConfigurationException if it breaks the rules; says name and line
   */
  static IniFile parse(String name, String text) {
    return new IniReader(name).parse(text);
  }

  static String decode(String name, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    try {
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
      throw new ConfigurationException(
          List.of(name + ":" + line + ": is not UTF-8; save the file as UTF-8"));
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private IniFile parse(String text) {
    int number = 0;
    for (String line : text.split("\r\n|\r|\n", -1)) {
      readLine(++number, line);
    }
    finishPending();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new IniFile(sections);
  }

  private void readLine(int number, String line) {
    String stripped = line.strip();
    if (stripped.startsWith("#") || stripped.startsWith(";")) {
      return;
    }
    if (stripped.isEmpty()) {
      if (pending != null) {
        pending.lines().add("");
      }
      return;
    }
    int lineIndent = line.indexOf(stripped);
    if (pending != null && lineIndent > indent) {
      pending.lines().add(stripped);
      return;
    }
    finishPending();
    indent = lineIndent;
    Matcher header = SECTION.matcher(stripped);
    if (header.lookingAt()) {
      openSection(number, header.group(1));
    } else {
      readOption(number, stripped);
    }
  }

  private void openSection(int number, String header) {
    Integer first = sectionLines.putIfAbsent(header, number);
    if (first != null) {
      problem(number, "section [" + header + "] stands in line " + first + " already; join them");
    }
    section = header;
    sections.computeIfAbsent(header, key -> new LinkedHashMap<>());
  }

  private void readOption(int number, String line) {
    Matcher option = OPTION.matcher(line);
    if (!option.matches()) {
      // The line itself is not shown: it may be half of a password.
      problem(number, "is no [section], no \"key = value\" and no comment");
    } else if (option.group(1).isEmpty()) {
      problem(number, "has no key before the = or :");
    } else if (section == null) {
      problem(number, "stands before the first [section]");
    } else {
      List<String> lines = new ArrayList<>();
      lines.add(option.group(2).strip());
      pending = new Pending(option.group(1).toLowerCase(Locale.ROOT), number, lines);
    }
  }

  private void finishPending() {
    Pending last = pending;
    String current = section;
    pending = null;
    if (last == null || current == null) {
      return;
    }
    String value = unescape(last, String.join("\n", last.lines()).stripTrailing());
    Origin origin = new Origin(name, last.line());
    IniEntry entry = new IniEntry(current, last.key(), value, origin);
    IniEntry first =
        sections.getOrDefault(current, new LinkedHashMap<>()).putIfAbsent(last.key(), entry);
    if (first != null) {
      String where = "[" + current + "] " + last.key();
      problem(last.line(), where + " stands in line " + first.origin().line() + " already");
    }
  }

  /** {@code %%} is {@code %}; a lone one stays; {@code %(name)s} is refused, not misread. */
  private String unescape(Pending option, String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : 0;
      text.append(c);
      if (c == '%' && next == '%') {
        i++;
      } else if (c == '%' && next == '(') {
        problem(
            option.line(),
            option.key()
                + ": references like %(name)s are not read; write %%( for the text \"%(\"");
        return value;
      }
    }
    return text.toString();
  }

  private void problem(int line, String what) {
    problems.add(name + ":" + line + ": " + what);
  }
}
