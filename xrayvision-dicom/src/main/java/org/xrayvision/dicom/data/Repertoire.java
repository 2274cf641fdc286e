/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A character repertoire by its ISO registration number, or a multi-byte set that stands alone
 * (PS3.3 tables C.12-2 to C.12-5). Immutable and safe for threads.
 *
 * @param term "100" of ISO_IR 100 and ISO 2022 IR 100, or GBK, GB18030
 * @param area where its codes stand
 * @param charset Java's name for it; of the double-byte sets an EUC that contains it
 * @param escape what designates it as G0 or G1 code element, without ESC; empty if nothing can
 */
record Repertoire(String term, Area area, Charset charset, String escape) {
  /** The part of the code table that a repertoire fills. */
  enum Area {
    /** Codes 0x21..0x7E of one byte. */
    G0_SINGLE,
    /** Codes 0x21..0x7E, two bytes each. */
    G0_DOUBLE,
    /** Codes 0xA1..0xFE of one byte. */
    G1_SINGLE,
    /** Codes 0xA1..0xFE, two bytes each. */
    G1_DOUBLE,
    /** All bytes; no code extension possible. */
    WHOLE
  }

  static final char REPLACEMENT = '\uFFFD';

  /** ISO_IR 6; codes that it does not have are for others to decode. */
  static final Repertoire ASCII =
      new Repertoire("6", Area.G0_SINGLE, StandardCharsets.US_ASCII, "(B");

  /** JIS X 0201 romaji; DICOM needs its 0x5C as a backslash, so it is ASCII here. */
  static final Repertoire ROMAJI =
      new Repertoire("13", Area.G0_SINGLE, StandardCharsets.US_ASCII, "(J");

  /** JIS X 0201 katakana, decoded by arithmetic: 0xA1..0xDF are U+FF61..U+FF9F. */
  static final Repertoire KATAKANA =
      new Repertoire("13", Area.G1_SINGLE, StandardCharsets.ISO_8859_1, ")I");

  private static final Pattern SEPARATORS = Pattern.compile("[ _-]+");

  private static final int FIRST_KATAKANA = 0xFF61;

  /** A JDK cut down by jlink may lack some; those terms are then unknown. */
  private static final List<Repertoire> TABLE =
      Stream.of(
              ASCII,
              KATAKANA,
              of("100", Area.G1_SINGLE, "ISO-8859-1", "-A"),
              of("101", Area.G1_SINGLE, "ISO-8859-2", "-B"),
              of("109", Area.G1_SINGLE, "ISO-8859-3", "-C"),
              of("110", Area.G1_SINGLE, "ISO-8859-4", "-D"),
              of("144", Area.G1_SINGLE, "ISO-8859-5", "-L"),
              of("127", Area.G1_SINGLE, "ISO-8859-6", "-G"),
              of("126", Area.G1_SINGLE, "ISO-8859-7", "-F"),
              of("138", Area.G1_SINGLE, "ISO-8859-8", "-H"),
              of("148", Area.G1_SINGLE, "ISO-8859-9", "-M"),
              of("203", Area.G1_SINGLE, "ISO-8859-15", "-b"),
              of("166", Area.G1_SINGLE, "TIS-620", "-T"),
              of("87", Area.G0_DOUBLE, "EUC-JP", "$B"),
              of("159", Area.G0_DOUBLE, "EUC-JP", "$(D"),
              of("149", Area.G1_DOUBLE, "EUC-KR", "$)C"),
              of("58", Area.G1_DOUBLE, "GB2312", "$)A"),
              of("192", Area.WHOLE, "UTF-8", ""),
              of("GB18030", Area.WHOLE, "GB18030", ""),
              of("GBK", Area.WHOLE, "GBK", ""))
          .filter(Objects::nonNull)
          .toList();

  private static final Map<String, Repertoire> BY_TERM =
      TABLE.stream().collect(toUnmodifiableMap(Repertoire::term, identity()));

  private static @Nullable Repertoire of(String term, Area area, String charset, String escape) {
    return Charset.isSupported(charset)
        ? new Repertoire(term, area, Charset.forName(charset), escape)
        : null;
  }

  /** The repertoire of a defined term, however underscores, hyphens and spaces stand in it. */
  static @Nullable Repertoire ofTerm(String definedTerm) {
    String term = SEPARATORS.matcher(definedTerm.toUpperCase(Locale.ROOT)).replaceAll("");
    if (term.startsWith("ISO2022IR")) {
      return BY_TERM.get(term.substring("ISO2022IR".length()));
    }
    if (term.startsWith("ISOIR")) {
      return BY_TERM.get(term.substring("ISOIR".length()));
    }
    return term.startsWith("GB") ? BY_TERM.get(term) : null;
  }

  /** The repertoire whose escape sequence follows the ESC at this place, null if none does. */
  static @Nullable Repertoire ofEscape(byte[] text, int afterEscape) {
    for (Repertoire repertoire : TABLE) {
      if (repertoire.isDesignatedAt(text, afterEscape)) {
        return repertoire;
      }
    }
    return ROMAJI.isDesignatedAt(text, afterEscape) ? ROMAJI : null;
  }

  private boolean isDesignatedAt(byte[] text, int at) {
    int length = escape.length();
    if (length == 0 || at + length > text.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[at + i] != escape.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isG0() {
    return area == Area.G0_SINGLE || area == Area.G0_DOUBLE;
  }

  boolean isDouble() {
    return area == Area.G0_DOUBLE || area == Area.G1_DOUBLE;
  }

  /** The characters of a run of codes of this repertoire. */
  String decode(byte[] text, int from, int to) {
    if (equals(KATAKANA)) {
      StringBuilder characters = new StringBuilder(to - from);
      for (int i = from; i < to; i++) {
        int code = text[i] & 0xFF;
        boolean known = code >= 0xA1 && code <= 0xDF;
        characters.append(known ? (char) (code - 0xA1 + FIRST_KATAKANA) : REPLACEMENT);
      }
      return characters.toString();
    }
    if (area != Area.G0_DOUBLE) {
      return new String(text, from, to - from, charset);
    }
    boolean supplementary = term.equals("159"); // code set 3 of EUC-JP: 0x8F before each pair
    ByteBuffer euc = ByteBuffer.allocate((to - from) * 2 + 1);
    for (int i = from; i < to; i++) {
      if (supplementary && (i - from) % 2 == 0) {
        euc.put((byte) 0x8F);
      }
      euc.put((byte) (text[i] | 0x80));
    }
    return new String(euc.array(), 0, euc.position(), charset);
  }

  /** The codes of a character in this repertoire, null if it has none. */
  byte @Nullable [] encode(String character) {
    if (equals(KATAKANA)) {
      int code = character.charAt(0) - FIRST_KATAKANA + 0xA1;
      return code >= 0xA1 && code <= 0xDF ? new byte[] {(byte) code} : null;
    }
    if (!charset.newEncoder().canEncode(character)) {
      return null;
    }
    byte[] codes = character.getBytes(charset);
    return switch (area) {
      case WHOLE -> codes;
      case G0_SINGLE -> codes;
      case G1_SINGLE -> codes[0] < 0 ? codes : null;
      case G1_DOUBLE -> codes.length == 2 ? codes : null;
      case G0_DOUBLE -> stripped(codes);
    };
  }

  private byte @Nullable [] stripped(byte[] euc) {
    boolean supplementary = euc.length == 3 && euc[0] == (byte) 0x8F;
    boolean basic = euc.length == 2 && euc[0] != (byte) 0x8E;
    if (term.equals("159") ? !supplementary : !basic) {
      return null;
    }
    int last = euc.length - 1;
    return new byte[] {(byte) (euc[last - 1] & 0x7F), (byte) (euc[last] & 0x7F)};
  }
}
