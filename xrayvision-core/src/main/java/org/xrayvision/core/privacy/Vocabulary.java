/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Words that reports are made of, folded: some of them are people's names too. Stateless. */
final class Vocabulary {
  private static final Set<String> WORDS = read();

  private Vocabulary() {}

  static boolean has(String folded) {
    return WORDS.contains(folded);
  }

  private static Set<String> read() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("vocabulary.txt")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no privacy/vocabulary.txt");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\\s+"))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
