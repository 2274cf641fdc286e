/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.io.DicomException;

/** Command sets byte by byte (PS3.7 annex E). */
class CommandSetTest {
  private static final String STORE_RESPONSE =
      ("0000 0000 04000000 4C000000" // (0000,0000) Command Group Length UL 76
              + "0000 0200 04000000 312E3200" // (0000,0002) Affected SOP Class UID UI "1.2"
              + "0000 0001 02000000 0180" // (0000,0100) Command Field US C-STORE-RSP
              + "0000 2001 02000000 0700" // (0000,0120) Message ID Being Responded To US 7
              + "0000 0008 02000000 0101" // (0000,0800) Command Data Set Type US none
              + "0000 0009 02000000 00A7" // (0000,0900) Status US A700
              + "0000 0209 04000000 66756C6C" // (0000,0902) Error Comment LO "full"
              + "0000 0010 04000000 312E3300") // (0000,1000) Affected SOP Instance UID UI "1.3"
          .replace(" ", "");

  @Test
  void aStoreResponseIsWrittenInTheOrderOfItsTags() {
    CommandSet command =
        new CommandSet()
            .setComment("full")
            .set(CommandSet.STATUS, 0xA700)
            .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, "1.3")
            .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, "1.2")
            .set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET)
            .set(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, 7)
            .set(CommandSet.COMMAND_FIELD, CommandSet.C_STORE_RQ | CommandSet.RESPONSE);
    assertThat(command.encode()).asHexString().isEqualTo(STORE_RESPONSE);
  }

  @Test
  void aStoreResponseIsRead() throws DicomException {
    CommandSet command = CommandSet.decode(HexFormat.of().parseHex(STORE_RESPONSE));
    assertThat(command.text(CommandSet.AFFECTED_SOP_CLASS_UID)).isEqualTo("1.2");
    assertThat(command.text(CommandSet.ERROR_COMMENT)).isEqualTo("full");
    assertThat(command.number(CommandSet.STATUS)).hasValue(0xA700);
    assertThat(command.number(CommandSet.MESSAGE_ID)).isEmpty();
    assertThat(command.hasDataSet()).isFalse();
  }

  @Test
  void aNumberOfAnotherLengthIsNoNumber() throws DicomException {
    byte[] bytes = HexFormat.of().parseHex("00001001040000000700000000000008020000000000");
    CommandSet command = CommandSet.decode(bytes);
    assertThat(command.number(CommandSet.MESSAGE_ID)).isEmpty();
    assertThat(command.hasDataSet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000", // half a tag
        "00000001 0200000", // half a length
        "00000001 FFFFFFFF 0100", // undefined length
        "00000001 03000000 0100", // longer than what is there
        "08001600 02000000 3100" // not of group 0000
      })
  void brokenElementsAreRefused(String hex) {
    String even = hex.replace(" ", "");
    byte[] bytes = HexFormat.of().parseHex(even.length() % 2 == 0 ? even : even + "0");
    assertThatThrownBy(() -> CommandSet.decode(bytes))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("offset");
  }
}
