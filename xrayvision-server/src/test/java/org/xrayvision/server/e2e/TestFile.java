/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file of the test data and what may become of it. Takes the file apart with code of its own:
 * what a hostile file holds must reach the door as it is.
 *
 * @param expected the manifest's words
 */
record TestFile(String name, Path path, String expected) {
  /** What became of a file. */
  enum Outcome {
    /** Success, an exam, a picture. */
    STORE,
    /** An exam without a picture, marked as failed; or refused where the manifest allows it. */
    STORE_NOIMG,
    /** Not taken: no exam, no file. */
    REFUSED
  }

  private static final int PREAMBLE = 128;
  private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
  private static final String COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1";

  @Override
  public String toString() {
    return name + " (" + expected + ")";
  }

  /** What the manifest allows; its remarks in brackets do not count. */
  Set<Outcome> allowed() {
    Set<Outcome> allowed = EnumSet.noneOf(Outcome.class);
    if (expected.startsWith("(")) {
      return EnumSet.of(Outcome.REFUSED);
    }
    for (String word : expected.replaceAll("\\(.*?\\)", "").split(" or ", -1)) {
      switch (word.strip()) {
        case "STORE" -> allowed.add(Outcome.STORE);
        case "STORE-NOIMG" -> allowed.addAll(EnumSet.of(Outcome.STORE_NOIMG, Outcome.REFUSED));
        case "REJECT", "IGNORE" -> allowed.add(Outcome.REFUSED);
        default -> throw new IllegalStateException("unknown outcome in " + this);
      }
    }
    return allowed;
  }

  /** The file as a sender would announce it. */
  Announced announced() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    boolean part10 =
        bytes.length >= PREAMBLE + 4
            && new String(bytes, PREAMBLE, 4, StandardCharsets.US_ASCII).equals("DICM");
    int metaAt = part10 ? PREAMBLE + 4 : 0;
    int end = part10 ? endOfMeta(bytes, metaAt) : 0;
    byte[] dataSet = Arrays.copyOfRange(bytes, Math.min(end, bytes.length), bytes.length);
    String syntax = metaText(bytes, metaAt, end, 0x10);
    String sopClass = metaText(bytes, metaAt, end, 0x02);
    String instance = metaText(bytes, metaAt, end, 0x03);
    return new Announced(
        syntax.isEmpty() ? IMPLICIT_VR_LITTLE_ENDIAN : syntax,
        sopClass.isEmpty() ? COMPUTED_RADIOGRAPHY : sopClass,
        instance.isEmpty() ? "2.25.4711" : instance,
        dataSet);
  }

  /** Where the elements of group 0002 end, walked in Explicit VR Little Endian (PS3.10 §7.1). */
  private static int endOfMeta(byte[] bytes, int start) {
    int at = start;
    while (at + 8 <= bytes.length && bytes[at] == 2 && bytes[at + 1] == 0) {
      at = valueAt(bytes, at) + length(bytes, at);
    }
    return at;
  }

  private static String metaText(byte[] bytes, int start, int end, int element) {
    int at = start;
    while (at + 8 <= Math.min(end, bytes.length)) {
      int value = valueAt(bytes, at);
      int length = length(bytes, at);
      if (bytes[at + 2] == element && bytes[at + 3] == 0 && value + length <= bytes.length) {
        return new String(bytes, value, length, StandardCharsets.US_ASCII)
            .replace("\0", "")
            .strip();
      }
      at = value + length;
    }
    return "";
  }

  private static boolean isLong(byte[] bytes, int at) {
    String vr = new String(bytes, at + 4, 2, StandardCharsets.US_ASCII);
    return Set.of("OB", "OW", "UN", "SQ", "UT", "OF").contains(vr);
  }

  private static int valueAt(byte[] bytes, int at) {
    return at + (isLong(bytes, at) ? 12 : 8);
  }

  private static int length(byte[] bytes, int at) {
    if (!isLong(bytes, at)) {
      return (bytes[at + 6] & 255) | (bytes[at + 7] & 255) << 8;
    }
    if (at + 12 > bytes.length) {
      return 0;
    }
    int length = (bytes[at + 8] & 255) | (bytes[at + 9] & 255) << 8 | (bytes[at + 10] & 255) << 16;
    return bytes[at + 11] == 0 ? length : 0;
  }

  /** What C-STORE says of the file, and its data set. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Announced(String transferSyntax, String sopClass, String sopInstance, byte[] dataSet) {}
}
