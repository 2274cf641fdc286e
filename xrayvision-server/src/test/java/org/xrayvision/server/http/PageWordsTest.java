/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The words of the pages in both languages. */
final class PageWordsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

  private static JsonNode words(String language) throws IOException {
    String path = "/web/static/login/i18n/" + language + ".json";
    try (InputStream in = PageWordsTest.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
    }
  }

  private static Set<String> keys(JsonNode words) {
    Set<String> keys = new TreeSet<>();
    words.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> places(String text) {
    return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** The forms of one word: itself, or those that are chosen from by a number. */
  private static Set<String> forms(JsonNode word) {
    return word.isTextual()
        ? Set.of(word.asText())
        : StreamSupport.stream(word.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
  }

  @Test
  void bothLanguagesHaveTheSameWordsWithTheSamePlaces() throws IOException {
    JsonNode english = words("en");
    JsonNode romanian = words("ro");
    assertThat(keys(romanian)).isEqualTo(keys(english));
    for (String key : keys(english)) {
      Set<String> wanted = places(english.get(key).toString());
      assertThat(places(romanian.get(key).toString())).as(key).isEqualTo(wanted);
      assertThat(forms(romanian.get(key)))
          .as(key)
          .allSatisfy(text -> assertThat(text).isNotBlank());
    }
  }
}
