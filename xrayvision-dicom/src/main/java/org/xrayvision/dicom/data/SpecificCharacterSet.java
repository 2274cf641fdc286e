/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of text become characters: the meaning of (0008,0005) (PS3.3 §C.12.1.1.2, PS3.5
 * §6.1).
 *
 * <p>Immutable and safe for threads. Decoding never fails: bytes that mean nothing become U+FFFD.
 */
public final class SpecificCharacterSet {
  private static final SpecificCharacterSet UNLABELLED =
      new SpecificCharacterSet(List.of(), null, null);
  private static final int MAX_NAME_TERMS = 16;

  private final List<String> definedTerms;
  private final @Nullable Charset charset;
  private final @Nullable CodeExtension extension;

  /** What bytes are that are no UTF-8, where nobody told; null where the label tells. */
  private final @Nullable Charset guessed;

  /** Of ISO_IR 6 alone: what reads the bytes that it does not have. */
  private final @Nullable SpecificCharacterSet beyond;

  private SpecificCharacterSet(
      List<String> definedTerms, @Nullable Charset charset, @Nullable CodeExtension extension) {
    this(definedTerms, charset, extension, null, null);
  }

  private SpecificCharacterSet(
      List<String> definedTerms,
      @Nullable Charset charset,
      @Nullable CodeExtension extension,
      @Nullable Charset guessed,
      @Nullable SpecificCharacterSet beyond) {
    this.definedTerms = definedTerms;
    this.charset = charset;
    this.extension = extension;
    this.guessed = guessed;
    this.beyond = beyond;
  }

  /**
   * The character set of these values of (0008,0005). Unknown ones are passed over; if none is
   * known, the result is not {@link #isKnown} and guesses.
   */
  public static SpecificCharacterSet of(List<String> definedTerms) {
    List<Repertoire> known = new ArrayList<>();
    for (String term : definedTerms) {
      Repertoire repertoire = Repertoire.ofTerm(term);
      if (repertoire != null) {
        known.add(repertoire);
      }
    }
    List<String> terms = List.copyOf(definedTerms);
    if (known.isEmpty()) {
      return new SpecificCharacterSet(terms, null, null);
    }
    boolean firstIsDefault = definedTerms.get(0).isBlank();
    Repertoire first = firstIsDefault ? Repertoire.ASCII : known.get(0);
    if (first.area() == Repertoire.Area.WHOLE) {
      return new SpecificCharacterSet(terms, first.charset(), null);
    }
    boolean plain = terms.size() == 1 && !terms.get(0).toUpperCase(Locale.ROOT).contains("2022");
    if (plain && !first.equals(Repertoire.KATAKANA) && !first.isDouble()) {
      return new SpecificCharacterSet(terms, first.charset(), null);
    }
    known.removeIf(repertoire -> repertoire.area() == Repertoire.Area.WHOLE);
    Repertoire initial = first.isDouble() ? Repertoire.ASCII : first;
    return new SpecificCharacterSet(terms, null, new CodeExtension(initial, List.copyOf(known)));
  }

  /**
   * The character set of a defined term (ISO_IR 101) or of the name of a Java character set.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static SpecificCharacterSet ofName(String definedTermOrCharset) {
    SpecificCharacterSet set = of(Values.split(definedTermOrCharset, MAX_NAME_TERMS));
    if (set.isKnown()) {
      return set;
    }
    try {
      Charset charset = Charset.forName(definedTermOrCharset);
      return new SpecificCharacterSet(List.of(definedTermOrCharset), charset, null);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + definedTermOrCharset + "\" is neither a defined term nor a character set", e);
    }
  }

  /** For text without a label: ASCII, beyond it UTF-8 where the bytes are such, else Latin-1. */
  static SpecificCharacterSet unlabelled() {
    return UNLABELLED;
  }

  /**
   * This set for text without a label. Text in a set of single bytes is hardly ever valid UTF-8 by
   * chance, so what is valid is UTF-8; that is not so of double bytes, which are taken as they are.
   * Where UTF-8 is expected and not found, it is Latin-2, the most likely one at the sites that do
   * not label: in the letters of Western Europe it differs little from Latin-1.
   */
  SpecificCharacterSet asFallback() {
    if (charset == null || (!charset.equals(StandardCharsets.UTF_8) && isMultiByte(charset))) {
      return this;
    }
    Charset other = charset.equals(StandardCharsets.UTF_8) ? latin2() : charset;
    return new SpecificCharacterSet(definedTerms, charset, null, other, null);
  }

  private static boolean isMultiByte(Charset charset) {
    return !charset.canEncode() || charset.newEncoder().maxBytesPerChar() > 1;
  }

  private static Charset latin2() {
    Repertoire latin2 = Repertoire.ofTerm("ISO_IR 101");
    return latin2 == null ? StandardCharsets.ISO_8859_1 : latin2.charset();
  }

  /** This set if it has more than ASCII; else one that reads other bytes as if unlabelled. */
  SpecificCharacterSet beyondAscii(SpecificCharacterSet inherited) {
    return isAsciiOnly()
        ? new SpecificCharacterSet(
            definedTerms,
            charset,
            null,
            null,
            inherited.isAsciiOnly() ? inherited.beyond() : inherited)
        : this;
  }

  /** Whether it is a lone ISO_IR 6, which devices also write that mean nothing by it. */
  boolean isAsciiOnly() {
    return guessed == null && StandardCharsets.US_ASCII.equals(charset);
  }

  /** What reads the bytes that this set does not have. */
  SpecificCharacterSet beyond() {
    return beyond == null ? UNLABELLED : beyond;
  }

  /** Whether at least one of the defined terms is known. */
  public boolean isKnown() {
    return charset != null || extension != null;
  }

  /**
   * Whether the defined terms are ones that may stand together: all known, and several only where
   * each has code extensions and the first is not of two bytes (PS3.3 §C.12.1.1.2). If not, the
   * text is read as well as can be.
   */
  public boolean isConforming() {
    for (int i = 0; i < definedTerms.size(); i++) {
      String term = definedTerms.get(i);
      Repertoire repertoire = Repertoire.ofTerm(term);
      boolean first = i == 0;
      if (first && term.isBlank()) {
        continue;
      }
      boolean extensible = term.startsWith("ISO 2022 IR ");
      if (repertoire == null
          || (!extensible && definedTerms.size() > 1)
          || (first && repertoire.isDouble())) {
        return false;
      }
    }
    return true;
  }

  /** The values of (0008,0005); the first may be empty, all if there are none. */
  public List<String> definedTerms() {
    return definedTerms;
  }

  /** The characters of the value of an element with this VR, its backslashes included. */
  public String decode(byte[] value, VR vr) {
    if (isAscii(value)) {
      return new String(value, StandardCharsets.US_ASCII);
    }
    if (!vr.usesCharacterSet()) {
      return new String(value, StandardCharsets.ISO_8859_1);
    }
    if (extension != null) {
      return extension.decode(value, vr);
    }
    if (beyond != null) {
      return beyond.decode(value, vr);
    }
    if (guessed != null && !guessed.equals(StandardCharsets.US_ASCII)) {
      return guess(value, 0, value.length, guessed);
    }
    return charset == null || charset.equals(StandardCharsets.US_ASCII)
        ? guess(value, 0, value.length)
        : new String(value, charset);
  }

  /** The bytes of a text, not padded; a character that the set does not have becomes '?'. */
  public byte[] encode(String text, VR vr) {
    if (extension != null && vr.usesCharacterSet()) {
      return extension.encode(text, vr);
    }
    return text.getBytes(
        charset == null || !vr.usesCharacterSet() ? StandardCharsets.US_ASCII : charset);
  }

  /** Whether each character of the text has bytes in this set. */
  public boolean canEncode(String text) {
    if (extension == null) {
      Charset used = charset == null ? StandardCharsets.US_ASCII : charset;
      return used.newEncoder().canEncode(text);
    }
    CodeExtension codes = extension;
    return text.codePoints()
        .filter(c -> c >= 0x80)
        .allMatch(c -> codes.repertoireOf(Character.toString(c)) != null);
  }

  /** Bytes whose character set nobody told: UTF-8 if they are, which is hardly ever by chance. */
  static String guess(byte[] text, int from, int to) {
    return guess(text, from, to, StandardCharsets.ISO_8859_1);
  }

  private static String guess(byte[] text, int from, int to, Charset otherwise) {
    Charset charset = isUtf8(text, from, to) ? StandardCharsets.UTF_8 : otherwise;
    return new String(text, from, to - from, charset);
  }

  static boolean isUtf8(byte[] text, int from, int to) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Whether ASCII says it all: no byte beyond it and no escape sequence. */
  private static boolean isAscii(byte[] value) {
    for (byte b : value) {
      if (b < 0 || b == 0x1B) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpecificCharacterSet that
        && definedTerms.equals(that.definedTerms)
        && Objects.equals(charset, that.charset)
        && Objects.equals(guessed, that.guessed)
        && Objects.equals(beyond, that.beyond)
        && Objects.equals(extension, that.extension);
  }

  @Override
  public int hashCode() {
    return Objects.hash(definedTerms);
  }

  @Override
  public String toString() {
    return "SpecificCharacterSet " + definedTerms;
  }
}
