/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** Has axe-core look at a page for what keeps people out. Stateless. */
public final class AxeCheck {
  private static final String POM = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
  private static final String FILE = "/META-INF/resources/webjars/axe-core/%s/axe.min.js";
  private static final String QUESTION =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .flatMap(one => one.nodes.slice(0, 5).map(node =>
          `${one.id} (${one.impact}): ${node.target.join(' ')}: ${node.html.slice(0, 160)}; `
            + node.failureSummary.replace(/\\s+/g, ' ').slice(0, 300)))
      """;

  private AxeCheck() {}

  /** The serious and critical violations of the page as it stands; none is well. */
  @SuppressWarnings("unchecked") // a list of texts is what the question makes
  public static List<String> violations(Page page) {
    page.evaluate(SOURCE);
    return (List<String>) page.evaluate(QUESTION);
  }

  private static final String SOURCE = source();

  private static String source() {
    try {
      Properties pom = new Properties();
      try (InputStream in = open(POM)) {
        pom.load(in);
      }
      try (InputStream in = open(FILE.formatted(pom.getProperty("version")))) {
        // Ends in an expression that can be handed back.
        return new String(in.readAllBytes(), StandardCharsets.UTF_8) + ";true";
      }
    } catch (IOException e) {
      throw new IllegalStateException("axe-core cannot be read", e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = AxeCheck.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + path);
    }
    return in;
  }
}
