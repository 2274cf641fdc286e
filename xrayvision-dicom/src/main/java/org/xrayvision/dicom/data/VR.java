/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value representations of PS3.5 §6.2.
 *
 * <p>Immutable and safe for threads.
 */
public enum VR {
  AE(Kind.STRING),
  AS(Kind.STRING),
  AT(Kind.NUMBER, 2),
  CS(Kind.STRING),
  DA(Kind.STRING),
  DS(Kind.STRING),
  DT(Kind.STRING),
  FD(Kind.NUMBER, 8),
  FL(Kind.NUMBER, 4),
  IS(Kind.STRING),
  LO(Kind.TEXT),
  LT(Kind.LONG_TEXT),
  OB(Kind.BYTES, 1),
  OD(Kind.BYTES, 8),
  OF(Kind.BYTES, 4),
  OL(Kind.BYTES, 4),
  OV(Kind.BYTES, 8),
  OW(Kind.BYTES, 2),
  PN(Kind.TEXT),
  SH(Kind.TEXT),
  SL(Kind.NUMBER, 4),
  SQ(Kind.SEQUENCE, 1),
  SS(Kind.NUMBER, 2),
  ST(Kind.LONG_TEXT),
  SV(Kind.LONG_NUMBER, 8),
  TM(Kind.STRING),
  UC(Kind.UNLIMITED_TEXT),
  UI(Kind.STRING),
  UL(Kind.NUMBER, 4),
  UN(Kind.BYTES, 1),
  UR(Kind.URI),
  US(Kind.NUMBER, 2),
  UT(Kind.UNLIMITED_LONG_TEXT),
  UV(Kind.LONG_NUMBER, 8);

  private enum Kind {
    STRING,
    TEXT,
    LONG_TEXT,
    UNLIMITED_TEXT,
    UNLIMITED_LONG_TEXT,
    URI,
    NUMBER,
    LONG_NUMBER,
    BYTES,
    SEQUENCE
  }

  private static final VR[] BY_CODE = new VR[26 * 26];

  static {
    for (VR vr : values()) {
      BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final int wordSize;

  VR(Kind kind) {
    this(kind, 1);
  }

  VR(Kind kind, int wordSize) {
    this.kind = kind;
    this.wordSize = wordSize;
  }

  /**
   * The VR of the two characters as they stand in an Explicit VR header, empty if there is none.
   */
  public static Optional<VR> of(int first, int second) {
    return Optional.ofNullable(ofCode(first, second));
  }

  /** As {@link #of}, with null for none. */
  static @Nullable VR ofCode(int first, int second) {
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
      return null;
    }
    return BY_CODE[(first - 'A') * 26 + second - 'A'];
  }

  /** Whether the Explicit VR header has two reserved bytes and a 32-bit length (PS3.5 §7.1.2). */
  public boolean hasLongLength() {
    return switch (kind) {
      case BYTES, SEQUENCE, UNLIMITED_TEXT, UNLIMITED_LONG_TEXT, URI, LONG_NUMBER -> true;
      case STRING, TEXT, LONG_TEXT, NUMBER -> false;
    };
  }

  /** Bytes that change places together between byte orders: 1 (no swapping), 2, 4 or 8. */
  public int wordSize() {
    return wordSize;
  }

  /** Whether SpecificCharacterSet governs the value (PS3.5 §6.1.2.2). */
  public boolean usesCharacterSet() {
    return switch (kind) {
      case TEXT, LONG_TEXT, UNLIMITED_TEXT, UNLIMITED_LONG_TEXT -> true;
      case STRING, URI, NUMBER, LONG_NUMBER, BYTES, SEQUENCE -> false;
    };
  }

  /** Whether the value is characters. */
  public boolean isText() {
    return usesCharacterSet() || kind == Kind.STRING || kind == Kind.URI;
  }

  /** Whether the value is characters in which a backslash separates values. */
  public boolean isMultiValuedText() {
    return kind == Kind.STRING || kind == Kind.TEXT || kind == Kind.UNLIMITED_TEXT;
  }

  /** Whether the value is a list of binary numbers or tags. */
  public boolean isNumber() {
    return kind == Kind.NUMBER || kind == Kind.LONG_NUMBER;
  }

  /**
   * Whether values of this VR may be large enough to be left where they are: OB OD OF OL OV OW UN.
   */
  public boolean isBulk() {
    return kind == Kind.BYTES;
  }

  /** What an odd value is padded with: a space for text, NUL for UI and everything else. */
  public byte padding() {
    return isText() && this != UI ? (byte) ' ' : 0;
  }
}
