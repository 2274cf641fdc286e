/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * VR and keyword of the elements of PS3.6 and PS3.7 that X-ray, ultrasound and cross-sectional
 * images, their directories and their messages carry.
 *
 * <p>Safe for threads.
 */
public final class Dictionary {
  private static final int REPEATING_MASK = 0xFF00FFFF;

  private static final String US_OR_SS = "XS";

  private static final int[] TAGS;
  private static final VR[] VRS;
  private static final boolean[] SIGNED_BY_PIXEL_REPRESENTATION;
  private static final String[] KEYWORDS;
  private static final Map<String, Integer> BY_KEYWORD = new HashMap<>();

  static {
    List<String> lines = read();
    TAGS = new int[lines.size()];
    VRS = new VR[lines.size()];
    SIGNED_BY_PIXEL_REPRESENTATION = new boolean[lines.size()];
    KEYWORDS = new String[lines.size()];
    for (int i = 0; i < TAGS.length; i++) {
      String line = lines.get(i); // "00100010 PN PatientName", sorted by tag
      TAGS[i] = Integer.parseUnsignedInt(line, 0, 8, 16);
      String vr = line.substring(9, 11);
      SIGNED_BY_PIXEL_REPRESENTATION[i] = vr.equals(US_OR_SS);
      VRS[i] = SIGNED_BY_PIXEL_REPRESENTATION[i] ? VR.US : VR.valueOf(vr);
      KEYWORDS[i] = line.substring(12);
      BY_KEYWORD.put(KEYWORDS[i], TAGS[i]);
    }
  }

  private Dictionary() {}

  /**
   * The VR of an element; UN if it is not known. Group lengths are UL, private creators LO, other
   * private elements UN. Elements that are US or SS are US here; LUT data and pixel data are OW.
   */
  public static VR vrOf(int tag) {
    int element = tag & 0xFFFF;
    if (element == 0) {
      return VR.UL;
    }
    if (Tag.isPrivate(tag)) {
      return element >= 0x10 && element <= 0xFF ? VR.LO : VR.UN;
    }
    int index = indexOf(tag);
    return index < 0 ? VR.UN : VRS[index];
  }

  /** Whether the VR is SS, not US, where PixelRepresentation is 1 (PS3.6 says "US or SS"). */
  public static boolean isUSOrSS(int tag) {
    int index = Tag.isPrivate(tag) ? -1 : indexOf(tag);
    return index >= 0 && SIGNED_BY_PIXEL_REPRESENTATION[index];
  }

  /** The keyword of an element (PatientID), "" if it is not known or private. */
  public static String keywordOf(int tag) {
    int index = Tag.isPrivate(tag) ? -1 : indexOf(tag);
    return index < 0 ? "" : KEYWORDS[index];
  }

  /** The tag of a keyword, empty if it is not known. */
  public static OptionalInt tagOf(String keyword) {
    Integer tag = BY_KEYWORD.get(keyword);
    return tag == null ? OptionalInt.empty() : OptionalInt.of(tag);
  }

  private static int indexOf(int tag) {
    int group = tag >>> 24;
    boolean repeating = group == 0x50 || group == 0x60;
    int key = (repeating ? tag & REPEATING_MASK : tag) ^ Integer.MIN_VALUE;
    int low = 0;
    int high = TAGS.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compare(TAGS[middle] ^ Integer.MIN_VALUE, key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private static List<String> read() {
    try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.txt");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, "dictionary.txt"), StandardCharsets.US_ASCII))) {
      return Arrays.asList(
          reader
              .lines()
              .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
              .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
