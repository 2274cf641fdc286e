/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.BiFunction;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.core.analysis.Answers;
import org.xrayvision.core.analysis.PromptBuilder;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.Answered;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Critique;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportCritic;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportTranslator;
import org.xrayvision.spi.TransientBackendException;

/**
 * Asks the report readers about a text: what leaves for them has passed the scrubber. Safe for
 * threads.
 */
final class ReportTexts {
  private static final int MAX_TRANSLATION = 64 * 1024;

  private final ExamStore store;
  private final Endpoints<ReportReader> readers;
  private final PromptBuilder prompts;
  private final ReportOptions options;
  private final Duration time;

  /**
   * @param time for one answer
   */
  ReportTexts(
      ExamStore store,
      Endpoints<ReportReader> readers,
      PromptBuilder prompts,
      ReportOptions options,
      Duration time) {
    this.store = store;
    this.readers = readers;
    this.prompts = prompts;
    this.options = options;
    this.time = time;
  }

  /** Whether there is anybody to ask. */
  boolean isEmpty() {
    return readers.isEmpty();
  }

  boolean isUsable() {
    return readers.isUsable();
  }

  Prompt check(String text, Scrubber scrubber) {
    return prompts.check(text, scrubber);
  }

  Answered<Assessment> assess(Prompt check) {
    return ask(check, (reader, request) -> Answers.bounded(reader.assess(request)));
  }

  Critique critique(String text, Scrubber scrubber) {
    return ask(prompts.critique(text, scrubber), ReportTexts::critique).answer();
  }

  private static Critique critique(ReportReader reader, ReadRequest request) {
    if (reader instanceof ReportCritic critic) {
      return critic.critique(request);
    }
    throw new PermanentBackendException("this report reader judges no reports");
  }

  /** The translation, from those that were made before if it is among them. */
  String translate(String text, Scrubber scrubber) {
    String source = options.sourceLanguage();
    String target = options.targetLanguage();
    Prompt prompt = prompts.translation(text, scrubber, source, target);
    String hash = hash(source, target, prompt.version(), prompt.user());
    return store
        .reports()
        .translation(hash)
        .orElseGet(
            () -> {
              String made = ask(prompt, ReportTexts::translate).answer();
              store.reports().keepTranslation(hash, source, target, prompt.version(), made);
              return made;
            });
  }

  private static String translate(ReportReader reader, ReadRequest request) {
    if (!(reader instanceof ReportTranslator translator)) {
      throw new PermanentBackendException("this report reader does not translate");
    }
    String made = translator.translate(request);
    if (made == null || made.isBlank()) {
      throw TransientBackendException.failure("the translation is empty", null, null);
    }
    return made.length() <= MAX_TRANSLATION ? made : made.substring(0, MAX_TRANSLATION);
  }

  private <R> Answered<R> ask(Prompt prompt, BiFunction<ReportReader, ReadRequest, R> question) {
    Deadline deadline = Deadline.in(time);
    ReadRequest request = new ReadRequest(prompt.user(), prompt, deadline);
    return readers.call(deadline, reader -> question.apply(reader.plugin(), request));
  }

  private static String hash(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
