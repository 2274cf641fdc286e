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
        at = escape(characters, text, at, state);
      } else if (isControl(text[at])) {
        control(characters, text[at++], state, vr);
      } else if (!state.g0.isDouble() && isDelimiter(text[at], vr)) {
        state.reset();
        characters.append((char) text[at++]);
      } else {
        int end = endOfRun(text, at, state, vr);
        run(characters, text, at, end, state, vr);
        at = end;
      }
    }
    return characters.toString();
  }

  /**
   * Designates what the sequence names, and tells where it ends. One that is broken or unknown is
   * seen in the text, as the text behind it is: as what the value began with.
   */
  private static int escape(StringBuilder characters, byte[] text, int at, State state) {
    Repertoire designated = Repertoire.ofEscape(text, at + 1);
    if (designated == null) {
      state.reset();
      characters.append(Repertoire.REPLACEMENT);
      return at + 1;
    }
    state.designate(designated);
    return at + 1 + designated.escape().length();
  }

  /** Controls and the space are no part of any repertoire, also not of one of two bytes. */
  private static void control(StringBuilder characters, byte code, State state, VR vr) {
    if (isDelimiter(code, vr)) {
      state.reset();
    } else if (code != ' ' && state.g0.isDouble()) {
      state.g0 = state.firstG0;
    }
    characters.append((char) code);
  }

  /** The end of the codes that are of one repertoire with the first. */
  private static int endOfRun(byte[] text, int from, State state, VR vr) {
    boolean left = text[from] >= 0;
    int at = from + 1;
    while (at < text.length
        && text[at] >= 0 == left
        && !isControl(text[at])
        && (state.g0.isDouble() || !isDelimiter(text[at], vr))) {
      at++;
    }
    return at;
  }

  private void run(StringBuilder characters, byte[] text, int from, int to, State state, VR vr) {
    if (text[from] < 0) {
      characters.append(
          state.g1 == null ? undesignated(text, from, to) : state.g1.decode(text, from, to));
    } else if (state.g0.isDouble() && (to - from) % 2 != 0 && isDelimiter(text[to - 1], vr)) {
      // The sequence that brings ASCII back was forgotten before the delimiter.
      characters.append(state.g0.decode(text, from, to - 1)).append((char) text[to - 1]);
      state.reset();
    } else {
      characters.append(state.g0.decode(text, from, to));
    }
  }

  /** Some devices leave the sequence out, or write it once and not after each delimiter. */
  private String undesignated(byte[] text, int from, int to) {
    for (Repertoire repertoire : all) {
      if (!repertoire.isG0()) {
        return repertoire.isDouble() || !SpecificCharacterSet.isUtf8(text, from, to)
            ? repertoire.decode(text, from, to)
            : new String(text, from, to - from, StandardCharsets.UTF_8);
      }
    }
    return SpecificCharacterSet.guess(text, from, to);
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
        bytes.write(first == ESCAPE ? '?' : first);
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

  /**
   * Before a delimiter and at the end the first repertoires must be in force again. Where the first
   * has no right half, nothing needs to take the place of another's (PS3.5 annexes I and K).
   */
  private static void restore(ByteArrayOutputStream bytes, State state) {
    if (!state.g0.equals(state.firstG0)) {
      designate(bytes, state, state.firstG0);
    }
    if (state.firstG1 != null && !state.firstG1.equals(state.g1)) {
      designate(bytes, state, state.firstG1);
    }
    state.reset();
  }

  private static void designate(ByteArrayOutputStream bytes, State state, Repertoire repertoire) {
    bytes.write(ESCAPE);
    bytes.writeBytes(repertoire.escape().getBytes(StandardCharsets.US_ASCII));
    state.designate(repertoire);
  }

  private static boolean isControl(byte code) {
    return code >= 0 && (code <= ' ' || code == 0x7F);
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
