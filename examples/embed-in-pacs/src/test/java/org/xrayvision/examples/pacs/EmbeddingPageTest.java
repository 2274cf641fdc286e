/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/embedding.md shows is what the build compiles and runs. */
class EmbeddingPageTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern SHOWN =
      Pattern.compile("<!-- code: (\\S+) (\\S+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  @Test
  void codeOnThePageIsTheExamplesOwn() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/embedding.md"));
    assertThat(SHOWN.matcher(page).results()).hasSizeGreaterThanOrEqualTo(4);
    for (MatchResult shown : SHOWN.matcher(page).results().toList()) {
      assertThat(shown.group(3))
          .as("region %s of %s, as docs/embedding.md shows it", shown.group(2), shown.group(1))
          .isEqualTo(region(ROOT.resolve(shown.group(1)), shown.group(2)));
    }
  }

  /** Between its marks, with two blanks of indentation less. */
  private static String region(Path file, String name) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf("// docs:begin " + name + "\n");
    int end = text.indexOf("  // docs:end " + name + "\n");
    assertThat(begin).as("marks of %s in %s", name, file).isPositive().isLessThan(end);
    String inside = text.substring(text.indexOf('\n', begin) + 1, end);
    return inside.replaceAll("(?m)^  ", "").strip() + "\n";
  }
}
