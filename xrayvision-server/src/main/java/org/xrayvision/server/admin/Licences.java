/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the server brings along, and under which terms: the list that the build keeps. Stateless.
 */
public final class Licences {
  private static final String LIST = "dependencies.md";
  private static final String SECTION = "## xrayvision-server";
  private static final int CELLS = 4;

  private Licences() {}

  /** One jar of the class path. Immutable. */
  public record Component(String artifact, String version, String licence) {}

  /** All of them, ours included; none if the program was built without its list. */
  public static List<Component> all() {
    try (InputStream in = Licences.class.getResourceAsStream(LIST)) {
      return in == null ? List.of() : parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Component> parse(String text) {
    return text.lines()
        .dropWhile(line -> !line.equals(SECTION))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| ") && line.contains(":"))
        .map(line -> line.split("\\|"))
        .filter(cells -> cells.length > CELLS)
        .map(cells -> new Component(cells[1].strip(), cells[2].strip(), cells[3].strip()))
        .toList();
  }
}
