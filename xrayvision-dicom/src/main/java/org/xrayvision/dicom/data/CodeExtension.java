/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text in which escape sequences change the character set (ISO 2022, PS3.5 §6.1.2.5). A delimiter
 * brings back the state of the beginning. Immutable and safe for threads.
 *
 * @param initial the repertoire of the first value of (0008,0005)
 * @param all the repertoires that may be designated when writing; reading takes any
 */
record CodeExtension(Repertoire initial, List<Repertoire> all) {
  private static final byte ESCAPE = 0x1B;

  /** Which repertoires are designated now. */
  private static final class State {
    private final Repertoire firstG0;
    private final @Nullable Repertoire firstG1;
    private Repertoire g0;
    private @Nullable Repertoire g1;

    State(Repertoire initial) {
      boolean japanese = initial.equals(Repertoire.KATAKANA);
      firstG0 = initial.isG0() ? initial : japanese ? Repertoire.ROMAJI : Repertoire.ASCII;
      firstG1 = initial.isG0() ? null : initial;
      g0 = firstG0;
      g1 = firstG1;
    }

    void designate(Repertoire repertoire) {
      if (repertoire.isG0()) {
        g0 = repertoire;
      } else {
        g1 = repertoire;
      }
    }

    boolean isFirst() {
      return g0.equals(firstG0) && (g1 == null ? firstG1 == null : g1.equals(firstG1));
    }

    void reset() {
      g0 = firstG0;
      g1 = firstG1;
    }
  }

  String decode(byte[] text, VR vr) {
    StringBuilder characters = new StringBuilder(text.length);
    State state = new State(initial);
    int at = 0;
    while (at < text.length) {
      if (text[at] == ESCAPE) {
        Repertoire designated = Repertoire.ofEscape(text, at + 1);
        if (designated != null) {
          state.designate(designated);
          at += 1 + designated.escape().length();
          continue;
        }
      }
      if (!state.g0.isDouble() && isDelimiter(text[at], vr)) {
        state.reset();
      }
      int end = endOfRun(text, at, state, vr);
      append(characters, text, at, end, state);
      at = end;
    }
    return characters.toString();
  }

  /** The end of the codes that are of one repertoire with the first. */
  private static int endOfRun(byte[] text, int from, State state, VR vr) {
    boolean left = text[from] >= 0;
    int at = from + 1;
    while (at < text.length
        && text[at] != ESCAPE
        && text[at] >= 0 == left
        && isControl(text[at]) == isControl(text[from])
        && (state.g0.isDouble() || !isDelimiter(text[at], vr))) {
      at++;
    }
    return at;
  }

  private static void append(StringBuilder characters, byte[] text, int from, int to, State state) {
    if (text[from] < 0) {
      characters.append(
          state.g1 == null
              ? SpecificCharacterSet.guess(text, from, to)
              : state.g1.decode(text, from, to));
    } else if (isControl(text[from])) {
      characters.append(new String(text, from, to - from, StandardCharsets.US_ASCII));
      state.g0 = state.g0.isDouble() ? state.firstG0 : state.g0;
    } else {
      characters.append(state.g0.decode(text, from, to));
    }
  }

  byte[] encode(String text, VR vr) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
    State state = new State(initial);
    int at = 0;
    while (at < text.length()) {
      int next = text.offsetByCodePoints(at, 1);
      String character = text.substring(at, next);
      char first = character.charAt(0);
      if (first < 0x80) {
        if (isDelimiter((byte) first, vr)) {
          restore(bytes, state);
        } else if (state.g0.isDouble()) {
          designate(bytes, state, state.firstG0);
        }
        bytes.write(first);
      } else {
        encode(bytes, state, character);
      }
      at = next;
    }
    restore(bytes, state);
    return bytes.toByteArray();
  }

  private void encode(ByteArrayOutputStream bytes, State state, String character) {
    byte[] codes = state.g1 == null ? null : state.g1.encode(character);
    if (codes == null && state.g0.isDouble()) {
      codes = state.g0.encode(character);
    }
    if (codes == null) {
      Repertoire other = repertoireOf(character);
      if (other == null) {
        if (state.g0.isDouble()) {
          designate(bytes, state, state.firstG0);
        }
        bytes.write('?');
        return;
      }
      designate(bytes, state, other);
      codes = other.encode(character);
    }
    bytes.writeBytes(codes);
  }

  @Nullable Repertoire repertoireOf(String character) {
    for (Repertoire repertoire : all) {
      if (repertoire.encode(character) != null) {
        return repertoire;
      }
    }
    return null;
  }

  /** Before a delimiter and at the end the first repertoire must be in force again. */
  private static void restore(ByteArrayOutputStream bytes, State state) {
    if (!state.isFirst()) {
      designate(bytes, state, state.firstG0);
      if (state.firstG1 != null && !state.firstG1.equals(state.g1)) {
        designate(bytes, state, state.firstG1);
      }
      state.reset();
    }
  }

  private static void designate(ByteArrayOutputStream bytes, State state, Repertoire repertoire) {
    bytes.write(ESCAPE);
    bytes.writeBytes(repertoire.escape().getBytes(StandardCharsets.US_ASCII));
    state.designate(repertoire);
  }

  private static boolean isControl(byte code) {
    return code >= 0 && code < 0x20;
  }

  private static boolean isDelimiter(byte code, VR vr) {
    return switch (code) {
      case '\t', '\n', '\f', '\r' -> true;
      case '\\' -> vr.isMultiValuedText();
      case '^', '=' -> vr == VR.PN;
      default -> false;
    };
  }
}
