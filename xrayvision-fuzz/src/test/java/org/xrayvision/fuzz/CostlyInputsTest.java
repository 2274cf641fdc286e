/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.DicomFormatException;
import org.xrayvision.dicom.io.ReadLimits;

/** Long inputs, made to cost as much as can be: {@link Bounds} holds for them as well. */
class CostlyInputsTest {
  private static final Map<String, byte[]> INPUTS = inputs();

  /** Larger than any fuzzer's input. */
  private static final int LONG = 8 << 20;

  private static Map<String, byte[]> inputs() {
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    inputs.put("dataset: empty elements", repeated("00", "09000110 4C4F 0000"));
    inputs.put("dataset: empty elements, implicit", repeated("01", "09000110 00000000"));
    inputs.put(
        "dataset: empty items", repeated("00 08001511 5351 0000 FFFFFFFF", "FEFF00E0 00000000"));
    inputs.put(
        "dataset: sequences in sequences",
        repeated("00", "08001511 5351 0000 FFFFFFFF FEFF00E0 FFFFFFFF"));
    inputs.put(
        "dataset: fragments", repeated("04 E07F1000 4F42 0000 FFFFFFFF", "FEFF00E0 00000000"));
    for (String vr : new String[] {"LT", "UC", "PN", "UT"}) {
      for (String value : new String[] {"\\", "^", "=", "\u001b$B", "\u00c8"}) {
        inputs.put("dataset: " + vr + " of " + value, text(vr, value));
      }
    }
    inputs.put("dataset: numbers", numbers());
    inputs.put("pdu: items", associate("20 00 0000"));
    inputs.put("pdu: contexts", associate("20 00 0004 01000000"));
    inputs.put("pdu: transfer syntaxes", associateContext("40 00 0001 31"));
    inputs.put("pdu: user items", associateUser("54 00 0005 0001 31 0101"));
    inputs.put("association: items", associate("20 00 0000"));
    inputs.put("association: releases", repeated("", "05 00 00000004 00000000"));
    return inputs;
  }

  static Set<String> costly() {
    return INPUTS.keySet();
  }

  @ParameterizedTest
  @MethodSource("costly")
  void isBounded(String name) {
    Targets.all().get(name.substring(0, name.indexOf(':'))).run().accept(INPUTS.get(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00FFFF1F", "FFFFFF7F"})
  void whatInflatesToMoreThanAnyPictureIsCutOff(String length) throws IOException {
    byte[] bomb = bomb(hex("E07F1000 4F57 0000" + length));
    Bounds.check(() -> assertThatThrownBy(() -> inflated(bomb)).isInstanceOf(REFUSED));
  }

  @Test
  void emptyElementsInAllThatMayBeInflatedAreCutOff() throws IOException {
    byte[] bomb = bomb(new byte[0]);
    Bounds.check(() -> assertThatThrownBy(() -> inflated(bomb)).isInstanceOf(REFUSED));
  }

  private static final Class<?> REFUSED = DicomFormatException.class;

  private static DataSet inflated(byte[] bomb) throws IOException {
    TransferSyntax syntax = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    ByteArrayInputStream in = new ByteArrayInputStream(bomb);
    return DataSetParser.parse(in, syntax, ReadLimits.defaults()).dataSet();
  }

  /** A gibibyte of empty elements behind this, in a mebibyte. */
  private static byte[] bomb(byte[] start) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
      deflated.write(start);
      byte[] elements = repeated("", "09000110 4C4F 0000");
      for (int i = 0; i < 128; i++) {
        deflated.write(elements);
      }
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static byte[] repeated(String first, String again) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex(first));
    byte[] bytes = hex(again);
    while (out.size() < LONG) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  /** Values of the longest length that is kept, in a data set that says ISO 2022 IR 87. */
  private static byte[] text(String vr, String part) {
    boolean longLength = !vr.equals("PN") && !vr.equals("LT");
    int length = longLength ? 4 << 20 : 0xFFFE;
    byte[] value = new byte[length];
    byte[] bytes = part.getBytes(ISO_8859_1);
    for (int i = 0; i < length; i++) {
      value[i] = bytes[i % bytes.length];
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex("00 08000500 4353 1000"));
    out.writeBytes("\\ISO 2022 IR 87 ".getBytes(US_ASCII));
    for (int i = 0; i < 3; i++) {
      out.writeBytes(hex("10000%d10".formatted(i)));
      out.writeBytes(vr.getBytes(US_ASCII));
      out.writeBytes(longLength ? hex("0000 00004000") : hex("FEFF"));
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  private static byte[] numbers() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex("00 09000110 4F46 0000 00000400 "));
    byte[] value = new byte[4 << 16];
    Arrays.fill(value, (byte) 0x7F);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static byte[] associate(String item) {
    return associate(hex(item), new byte[0]);
  }

  private static byte[] associateContext(String sub) {
    return associate(hex(sub), hex("20 00 FFF0 01000000"));
  }

  private static byte[] associateUser(String sub) {
    return associate(hex(sub), hex("50 00 FFF0"));
  }

  /** The longest A-ASSOCIATE-RQ that is read. */
  private static byte[] associate(byte[] again, byte[] first) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(hex("0001 0000"));
    body.writeBytes("XRAYVISION      FUZZ            ".getBytes(US_ASCII));
    body.writeBytes(new byte[32]);
    body.writeBytes(first);
    while (body.size() + again.length <= 1 << 20) {
      body.writeBytes(again);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex("01 00 %08X".formatted(body.size())));
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
