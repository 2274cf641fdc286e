/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The documents name tests as proof; each of them has to be there. */
final class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyTestThatADocumentNamesExists() throws IOException {
    Set<String> there = testClasses();
    Set<String> missing = new TreeSet<>();
    for (Path document : documents()) {
      Matcher name = TEST_NAME.matcher(Files.readString(document));
      while (name.find()) {
        if (!there.contains(name.group(1))) {
          missing.add(document.getFileName() + ": " + name.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyLinkInTheDocumentsLeadsSomewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          broken.add(document.getFileName() + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyCommandIsInTheOperationsManual() throws IOException {
    String manual = Files.readString(ROOT.resolve("docs").resolve("operations.md"));
    Set<String> missing = new TreeSet<>();
    CommandLine program = Main.commandLine(Map.of());
    program
        .getSubcommands()
        .forEach(
            (verb, command) -> {
              String row = row(manual, verb);
              if (row.isEmpty() && !verb.equals("help")) {
                missing.add(verb);
              }
              command.getSubcommands().keySet().stream()
                  .filter(part -> !row.matches("(?s).*\\b" + part + "\\b.*"))
                  .forEach(part -> missing.add(verb + " " + part));
              assertThat(program.getUsageMessage()).contains(verb);
            });
    assertThat(missing).isEmpty();
  }

  /** What the table of commands says of one. */
  private static String row(String manual, String verb) {
    return manual
        .lines()
        .filter(line -> line.matches("\\| `xrayvision " + verb + "\\b.*"))
        .collect(Collectors.joining("\n"));
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      Stream<Path> all = Stream.concat(files, Stream.of(ROOT.resolve("README.md")));
      List<Path> documents = all.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      assertThat(documents).hasSizeGreaterThan(5);
      return documents;
    }
  }

  private static Set<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.find(ROOT, 16, (path, about) -> isTestSource(path))) {
      return files
          .map(path -> path.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  private static boolean isTestSource(Path path) {
    return path.toString().contains("/src/test/java/") && path.toString().endsWith(".java");
  }
}
