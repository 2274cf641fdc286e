package org.xrayvision.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of text become characters: the meaning of (0008,0005) (PS3.3 §C.12.1.1.2, PS3.5
 * §6.1).
 *
 * <p>Immutable and safe for threads. Decoding never fails: bytes that mean nothing become U+FFFD.
 */
public final class SpecificCharacterSet {
  private static final SpecificCharacterSet UNLABELLED = of(List.of());

  private final List<String> definedTerms;
  private final boolean known;

  private SpecificCharacterSet(List<String> definedTerms, boolean known) {
    this.definedTerms = definedTerms;
    this.known = known;
  }

  /**
   * The character set of these values of (0008,0005); unknown ones make it not {@link #isKnown}.
   */
  public static SpecificCharacterSet of(List<String> definedTerms) {
    return new SpecificCharacterSet(List.copyOf(definedTerms), !definedTerms.isEmpty());
  }

  /**
   * The character set of a defined term (ISO_IR 101) or of the name of a Java character set.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static SpecificCharacterSet ofName(String definedTermOrCharset) {
    return of(List.of(definedTermOrCharset));
  }

  /** For text without a label: ASCII, beyond it UTF-8 where the bytes are such, else Latin-1. */
  static SpecificCharacterSet unlabelled() {
    return UNLABELLED;
  }

  /** Whether all defined terms are known. */
  public boolean isKnown() {
    return known;
  }

  /** The values of (0008,0005), the first may be empty. */
  public List<String> definedTerms() {
    return definedTerms;
  }

  /** The characters of the value of an element with this VR. */
  public String decode(byte[] value, VR vr) {
    Charset charset = vr.usesCharacterSet() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    return new String(value, charset);
  }

  /** The bytes of a text, not padded; a character that the set does not have becomes '?'. */
  public byte[] encode(String text, VR vr) {
    Charset charset = vr.usesCharacterSet() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    return text.getBytes(charset);
  }

  /** Whether each character of the text has bytes in this set. */
  public boolean canEncode(String text) {
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpecificCharacterSet that && definedTerms.equals(that.definedTerms);
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
