/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/** The prompt texts in force: ours, or the files of a site that stand in for them. Immutable. */
final class PromptTexts {
  private static final String OURS = "/org/xrayvision/core/prompts/";
  private static final int MAX_BYTES = 64 * 1024;
  private static final int VERSION_BYTES = 6;

  private final Map<PromptText, String> texts;

  private PromptTexts(Map<PromptText, String> texts) {
    this.texts = texts;
  }

  /**
   * Loads the texts.
   *
   * @param directory where files of the same names replace ours; null for none
   * @throws XRayVisionException if a file there cannot be used, naming all of them
   */
  static PromptTexts load(@Nullable Path directory) {
    Map<PromptText, String> texts = new EnumMap<>(PromptText.class);
    List<String> errors = new ArrayList<>();
    for (PromptText text : PromptText.values()) {
      try {
        texts.put(text, decoded(bytes(text, directory)));
      } catch (CharacterCodingException e) {
        errors.add(text.fileName() + " is not UTF-8");
      } catch (IOException e) {
        errors.add(text.fileName() + " " + e.getMessage());
      }
    }
    if (!errors.isEmpty()) {
      throw new XRayVisionException(
          "prompts in " + directory + ": " + String.join("; ", errors) + "; mend or remove them");
    }
    return new PromptTexts(texts);
  }

  private static byte[] bytes(PromptText text, @Nullable Path directory) throws IOException {
    Path file = directory == null ? null : directory.resolve(text.fileName());
    if (file != null && Files.exists(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    }
    try (InputStream in = PromptTexts.class.getResourceAsStream(OURS + text.fileName())) {
      if (in == null) {
        throw new IOException("is missing from the jar");
      }
      return in.readAllBytes();
    }
  }

  private static String decoded(byte[] bytes) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (plain.isBlank()) {
      throw new IOException("is empty");
    }
    return plain.replace("\r\n", "\n").strip();
  }

  String text(PromptText text) {
    return texts.getOrDefault(text, "");
  }

  /** A short hash of the given texts, in their order. */
  String version(PromptText... used) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (PromptText text : used) {
        digest.update(text(text).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
