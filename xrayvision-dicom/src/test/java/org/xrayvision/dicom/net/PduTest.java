/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.io.DicomException;

/** PDUs byte by byte (PS3.8 §9.3, PS3.7 §D.3.3). */
class PduTest {
  private static final String ASSOCIATE_RQ =
      """
      01 00 00000101                             PDU type, reserved, length 257
      0001 0000                                  protocol version 1, reserved
      'ANY-SCP         '                         called AE title
      'ECHOSCU         '                         calling AE title
      00000000 00000000 00000000 00000000        reserved
      00000000 00000000 00000000 00000000
      10 00 0015 '1.2.840.10008.3.1.1.1'         application context
      20 00 002E                                 presentation context
        01 00 00 00                                ID 1, reserved
        30 00 0011 '1.2.840.10008.1.1'             abstract syntax
        40 00 0011 '1.2.840.10008.1.2'             transfer syntax
      20 00 0030                                 presentation context
        03 00 00 00                                ID 3, reserved
        30 00 0011 '1.2.840.10008.1.1'             abstract syntax
        40 00 0013 '1.2.840.10008.1.2.1'           transfer syntax
      50 00 003A                                 user information
        51 00 0004 00004000                        maximum length 16384
        52 00 0005 '1.2.3'                         implementation class UID
        54 00 0015                                 role selection
          0011 '1.2.840.10008.1.1' 01 00             SCU yes, SCP no
        55 00 000C 'VERSION_1234'                  implementation version name
      """;

  private static final Pdu.AssociateRequest REQUEST =
      new Pdu.AssociateRequest(
          1,
          "ANY-SCP",
          "ECHOSCU",
          "1.2.840.10008.3.1.1.1",
          List.of(
              new Pdu.Proposal(1, ProposedContext.of("1.2.840.10008.1.1", "1.2.840.10008.1.2")),
              new Pdu.Proposal(3, ProposedContext.of("1.2.840.10008.1.1", "1.2.840.10008.1.2.1"))),
          new Pdu.UserInformation(
              16384,
              "1.2.3",
              "VERSION_1234",
              List.of(new RoleSelection("1.2.840.10008.1.1", true, false))));

  private static final String ASSOCIATE_AC =
      """
      02 00 000000AC                             PDU type, reserved, length 172
      0001 0000                                  protocol version 1, reserved
      'ANY-SCP         '                         called AE title, as in the request
      'ECHOSCU         '                         calling AE title, as in the request
      00000000 00000000 00000000 00000000        reserved
      00000000 00000000 00000000 00000000
      10 00 0015 '1.2.840.10008.3.1.1.1'         application context
      21 00 0019                                 presentation context
        01 00 00 00                                ID 1, accepted
        40 00 0011 '1.2.840.10008.1.2'             transfer syntax
      21 00 0019                                 presentation context
        03 00 03 00                                ID 3, abstract syntax not supported
        40 00 0011 '1.2.840.10008.1.2'             transfer syntax, without meaning
      50 00 0011                                 user information
        51 00 0004 00000000                        maximum length unlimited
        52 00 0005 '1.2.3'                         implementation class UID
      """;

  private static final Pdu.AssociateAccept ACCEPT =
      new Pdu.AssociateAccept(
          1,
          "ANY-SCP",
          "ECHOSCU",
          "1.2.840.10008.3.1.1.1",
          List.of(
              new Pdu.Result(1, 0, "1.2.840.10008.1.2"), new Pdu.Result(3, 3, "1.2.840.10008.1.2")),
          new Pdu.UserInformation(0, "1.2.3", "", List.of()));

  @Test
  void associateRequestIsWrittenAndRead() throws DicomException {
    assertSame(REQUEST, ASSOCIATE_RQ);
  }

  @Test
  void associateAcceptIsWrittenAndRead() throws DicomException {
    assertSame(ACCEPT, ASSOCIATE_AC);
  }

  @Test
  void associateRejectIsWrittenAndRead() throws DicomException {
    // PDU type, reserved, length 4; reserved, result transient, source provider, local limit
    assertSame(new Pdu.AssociateReject(2, 3, 2), "03 00 00000004 00 02 03 02");
  }

  @Test
  void releaseIsWrittenAndRead() throws DicomException {
    assertSame(new Pdu.ReleaseRequest(), "05 00 00000004 00000000");
    assertSame(new Pdu.ReleaseResponse(), "06 00 00000004 00000000");
  }

  @Test
  void abortIsWrittenAndRead() throws DicomException {
    // PDU type, reserved, length 4; reserved, reserved, source provider, invalid parameter value
    assertSame(new Pdu.Abort(2, 6), "07 00 00000004 00 00 02 06");
  }

  @Test
  void itemsThatAreUnknownOrOfNoUseAreSkipped() throws DicomException {
    byte[] bytes =
        bytes(
            ASSOCIATE_RQ.replace(
                    "10 00 0015", "99 00 0003 'abc'  10 00 0015") // unknown, at the top
                + """
                50 00 0032                                  more user information
                  53 00 0004 0005 0005                        asynchronous operations window
                  56 00 0009 0005 '1.2.3' 0102                SOP class extended negotiation
                  57 00 0007 0003 '1.2' 0000                  common extended negotiation
                  58 00 0008 01 00 0002 'me' 0000             user identity, no response wanted
                  7F 00 0002 FFFF                             unknown
                """);
    assertThat(decode(bytes)).isEqualTo(REQUEST);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "01 01 0002 'me' 0000, true", // a user name, response wanted
        "02 01 0002 'me' 0003 'key', true", // and a passcode
        "01 00 0002 'me' 0000, false", // no response wanted
        "03 01 0002 'tk' 0000, false", // a Kerberos ticket: nothing that we could answer
        "01, false" // cut off
      })
  void aUserNameIsAnsweredIfAResponseIsWanted(String identity, boolean wanted)
      throws DicomException {
    String length = String.format("%04x", bytes(identity).length);
    String whole = String.format("%04x", bytes(identity).length + 4);
    byte[] request = bytes(ASSOCIATE_RQ + "50 00" + whole + "58 00" + length + identity);
    assertThat(((Pdu.AssociateRequest) decode(request)).user().identity()).isEqualTo(wanted);
    Pdu.UserInformation answer = new Pdu.UserInformation(0, "1.2", "", List.of(), wanted);
    byte[] accept =
        PduEncoder.encode(new Pdu.AssociateAccept(1, "A", "B", "1.2.3", List.of(), answer));
    byte[] response = bytes("59 00 0002 0000"); // the server response is empty
    assertThat(Arrays.equals(accept, accept.length - 6, accept.length, response, 0, 6))
        .isEqualTo(wanted);
  }

  @Test
  void titlesAndUidsLoseTheirPadding() throws DicomException {
    String padded =
        ASSOCIATE_RQ
            .replace("'ANY-SCP         '", "'  ANY-SCP       '")
            .replace("'ECHOSCU         '", "'ECHOSCU' 00 00 00 00 00 00 00 00 00")
            .replace("52 00 0005 '1.2.3'", "52 00 0006 '1.2.3' 00")
            .replace("50 00 003A", "50 00 003B");
    assertThat(decode(bytes(padded))).isEqualTo(REQUEST);
  }

  @Test
  void titlesThatAreNotPrintableCannotForgeALogLine() throws DicomException {
    String hostile = ASSOCIATE_RQ.replace("'ECHOSCU         '", "'A' 0A 1B 'B' FF '           '");
    Pdu.AssociateRequest request = (Pdu.AssociateRequest) decode(bytes(hostile));
    assertThat(request.callingAETitle()).isEqualTo("A??B?");
  }

  @Test
  void aContextWithoutTransferSyntaxIsRead() throws DicomException {
    String none =
        ASSOCIATE_RQ
            .replace("40 00 0013 '1.2.840.10008.1.2.1'           transfer syntax", "")
            .replace("20 00 0030", "20 00 0019");
    Pdu.AssociateRequest request = (Pdu.AssociateRequest) decode(bytes(none));
    assertThat(request.proposals().get(1).context().transferSyntaxUids()).isEmpty();
  }

  /** Cut anywhere, a request is either complete so far or refused; nothing else comes out. */
  @Test
  void aRequestCutAnywhereIsNeverReadBeyondItsEnd() {
    byte[] whole = bytes(ASSOCIATE_RQ);
    for (int length = 6; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertThat(decode(cut)).isNotEqualTo(REQUEST);
      } catch (DicomException e) {
        assertThat(e).hasMessageContaining("needs");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20 00 FFFF 01", // an item longer than the PDU
        "20 00 0002 0100", // a presentation context without room for its ID
        "20 00 0004 00000000", // ID 0
        "20 00 0004 01000000", // ID 1 a second time
        "20 00 0008 05000000 30 00 0010", // an abstract syntax longer than its context
        "50 00 0006 51 00 0002 0000", // a maximum length of two bytes
        "50 00 0006 54 00 0002 0010", // a role selection longer than its item
        "50 00 0003 510000", // half an item header
        "50" // less
      })
  void brokenItemsAreRefused(String item) {
    assertThatThrownBy(() -> decode(bytes(ASSOCIATE_RQ + item))).isInstanceOf(DicomException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"03", "05", "06", "07"})
  void shortPdusOfAnotherLengthAreRefused(String type) {
    assertThatThrownBy(() -> decode(bytes(type + " 00 00000003 000000")))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("a length of 3, not 4");
  }

  @Test
  void moreThan128ContextsAreRefused() {
    StringBuilder many = new StringBuilder();
    for (int id = 1; id < 256; id++) {
      if (id != 1 && id != 3) {
        many.append(String.format("20 00 0004 %02X000000 ", id));
      }
    }
    assertThatThrownBy(() -> decode(bytes(ASSOCIATE_RQ + many)))
        .hasMessageContaining("there are over 128");
  }

  @Test
  void aContextWithOver64TransferSyntaxesIsRefused() throws DicomException {
    String syntax = "40 00 0001 '1' ";
    String context = "20 00 %04X 05000000 ";
    assertThat(decode(bytes(ASSOCIATE_RQ + context.formatted(4 + 64 * 5) + syntax.repeat(64))))
        .isInstanceOf(Pdu.AssociateRequest.class);
    assertThatThrownBy(
            () -> decode(bytes(ASSOCIATE_RQ + context.formatted(4 + 65 * 5) + syntax.repeat(65))))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("over 64");
  }

  @Test
  void aUidIsNoLongerThan64Characters() throws DicomException {
    for (String item : List.of("30", "40")) { // abstract and transfer syntax
      String padded = "20 00 004A 05000000 " + item + " 00 0042 '" + "1".repeat(64) + "' 0000";
      assertThat(decode(bytes(ASSOCIATE_RQ + padded))).isInstanceOf(Pdu.AssociateRequest.class);
      String longer = "20 00 0049 05000000 " + item + " 00 0041 '" + "1".repeat(65) + "'";
      assertThatThrownBy(() -> decode(bytes(ASSOCIATE_RQ + longer)))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining("65 bytes");
      String empty = "20 00 0408 05000000 " + item + " 00 0400 " + "00".repeat(1024);
      assertThatThrownBy(() -> decode(bytes(ASSOCIATE_RQ + empty)))
          .isInstanceOf(DicomException.class);
    }
    String application = "10 00 0041 '" + "1".repeat(65) + "'";
    assertThatThrownBy(() -> decode(bytes(ASSOCIATE_RQ + application)))
        .isInstanceOf(DicomException.class);
  }

  @Test
  void over128RolesAreRefused() {
    String role = "54 00 0005 0001 '1' 0100 ";
    String user = "50 00 %04X ".formatted(130 * 9) + role.repeat(130);
    assertThatThrownBy(() -> decode(bytes(ASSOCIATE_RQ + user)))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("128 role");
  }

  @Test
  void rejectionsAndAbortsSayInWordsWhatTheyMean() {
    assertThat(Pdu.AssociateReject.CALLED_AE_TITLE.inWords())
        .isEqualTo("called AE title not recognized (permanent, source 1, reason 7)");
    assertThat(Pdu.AssociateReject.LOCAL_LIMIT.inWords())
        .isEqualTo("local limit exceeded (transient, source 3, reason 2)");
    assertThat(new Pdu.Abort(2, 1).inWords()).isEqualTo("unrecognized PDU");
    assertThat(new Pdu.Abort(0, 1).inWords()).isEqualTo("by its application");
  }

  private static void assertSame(Pdu pdu, String golden) throws DicomException {
    assertThat(PduEncoder.encode(pdu)).asHexString().isEqualTo(hex(bytes(golden)));
    assertThat(decode(bytes(golden))).isEqualTo(pdu);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  private static Pdu decode(byte[] pdu) throws DicomException {
    return PduDecoder.decode(pdu[0], Arrays.copyOfRange(pdu, 6, pdu.length));
  }

  /** Hexadecimal digits and 'text'; two spaces after a value begin a comment. */
  private static byte[] bytes(String annotated) {
    return Annotated.bytes(annotated);
  }

  private static final class Annotated {
    static byte[] bytes(String annotated) {
      StringBuilder hex = new StringBuilder();
      annotated.lines().forEach(line -> line(line.strip(), hex));
      return HexFormat.of().parseHex(hex);
    }

    private static void line(String line, StringBuilder hex) {
      int i = 0;
      while (i < line.length()) {
        char c = line.charAt(i);
        if (c == '\'') {
          int end = line.indexOf('\'', i + 1);
          byte[] text = line.substring(i + 1, end).getBytes(StandardCharsets.US_ASCII);
          hex.append(HexFormat.of().formatHex(text));
          i = end + 1;
        } else if (line.startsWith("   ", i)) {
          return;
        } else {
          if (c != ' ') {
            hex.append(c);
          }
          i++;
        }
      }
    }
  }
}
