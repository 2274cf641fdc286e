/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.util.HexFormat;
import java.util.stream.Stream;

/** The examples of PS3.5 annexes H to K, byte for byte. */
final class CharacterSetExamples {
  private CharacterSetExamples() {}

  /**
   * One of them.
   *
   * @param section where it stands
   * @param terms the values of (0008,0005), as in the data set
   */
  record Example(String section, String terms, VR vr, String hex, String text) {
    byte[] bytes() {
      return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    SpecificCharacterSet set() {
      return SpecificCharacterSet.of(Values.split(terms, 8));
    }

    @Override
    public String toString() {
      return section;
    }
  }

  static Stream<Example> all() {
    return Stream.concat(names(), texts());
  }

  static Stream<Example> names() {
    return Stream.of(
        new Example(
            "H.3.1",
            "\\ISO 2022 IR 87",
            VR.PN,
            "59 61 6D 61 64 61 5E 54 61 72 6F 75 3D"
                + "1B 24 42 3B 33 45 44 1B 28 42 5E 1B 24 42 42 40 4F 3A 1B 28 42 3D"
                + "1B 24 42 24 64 24 5E 24 40 1B 28 42 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 42",
            "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        new Example(
            "H.3.2",
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            VR.PN,
            "D4 CF C0 DE 5E C0 DB B3 3D"
                + "1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A 1B 28 4A 3D"
                + "1B 24 42 24 64 24 5E 24 40 1B 28 4A 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 4A",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
        new Example(
            "I.2",
            "\\ISO 2022 IR 149",
            VR.PN,
            "48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D"
                + "1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4 D7 3D"
                + "1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6 B5 BF",
            "Hong^Gildong=洪^吉洞=홍^길동"),
        new Example(
            "J.1",
            "ISO_IR 192",
            VR.PN,
            "57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D E7 8E 8B 5E E5 B0 8F E6 9D B1 3D",
            "Wang^XiaoDong=王^小東="),
        new Example(
            "J.3",
            "GB18030",
            VR.PN,
            "57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D CD F5 5E D0 A1 B6 AB 3D",
            "Wang^XiaoDong=王^小东="),
        new Example(
            "K.2",
            "\\ISO 2022 IR 58",
            VR.PN,
            "5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D"
                + "1B 24 29 41 D5 C5 5E 1B 24 29 41 D0 A1 B6 AB 3D",
            "Zhang^XiaoDong=张^小东="));
  }

  private static Stream<Example> texts() {
    return Stream.of(
        new Example(
            "I.3",
            "\\ISO 2022 IR 149",
            VR.LT,
            "1B 24 29 43 54 68 65 20 31 73 74 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73 20"
                + "B1 E6 B5 BF 2E 0D 0A"
                + "1B 24 29 43 54 68 65 20 32 6E 64 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73 20"
                + "B1 E6 B5 BF 2C 20 74 6F 6F 2E 0D 0A"
                + "1B 24 29 43 54 68 65 20 33 72 64 20 6C 69 6E 65 2E",
            "The 1st line includes 길동.\r\nThe 2nd line includes 길동, too.\r\nThe 3rd line."),
        new Example("J.2", "ISO_IR 192", VR.LT, lines("E4 B8 AD E6 96 87"), LINES),
        new Example("J.4", "GB18030", VR.LT, lines("D6 D0 CE C4"), LINES),
        new Example(
            "K.3",
            "\\ISO 2022 IR 58",
            VR.LT,
            "31 2E 1B 24 29 41 B5 DA D2 BB D0 D0 CE C4 D7 D6 A1 A3 0D 0A"
                + "32 2E 1B 24 29 41 B5 DA B6 FE D0 D0 CE C4 D7 D6 A1 A3 0D 0A"
                + "33 2E 1B 24 29 41 B5 DA C8 FD D0 D0 CE C4 D7 D6 A1 A3 0D 0A",
            "1.第一行文字。\r\n2.第二行文字。\r\n3.第三行文字。\r\n"));
  }

  private static final String LINES =
      "The first line includes中文.\r\nThe second line includes中文, too.\r\nThe third line.\r\n";

  private static String lines(String characters) {
    return "54 68 65 20 66 69 72 73 74 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73"
        + characters
        + "2E 0D 0A 54 68 65 20 73 65 63 6F 6E 64 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73"
        + characters
        + "2C 20 74 6F 6F 2E 0D 0A 54 68 65 20 74 68 69 72 64 20 6C 69 6E 65 2E 0D 0A";
  }
}
