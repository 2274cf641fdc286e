/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.PduBytes.command;
import static org.xrayvision.simulator.dicom.PduBytes.concat;
import static org.xrayvision.simulator.dicom.PduBytes.element;
import static org.xrayvision.simulator.dicom.PduBytes.number;
import static org.xrayvision.simulator.dicom.PduBytes.pData;
import static org.xrayvision.simulator.dicom.PduBytes.pdu;
import static org.xrayvision.simulator.dicom.PduBytes.pdv;
import static org.xrayvision.simulator.dicom.PduBytes.storeRequest;
import static org.xrayvision.simulator.dicom.PduBytes.uid;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DIMSE requests, odd and wrong ones: each gets its status and the association lives. */
@Timeout(120)
class RequestTest {
  private static final String VERIFICATION = "1.2.840.10008.1.1";
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

  private TestListener listener;
  private RawAssociation association;

  @BeforeEach
  void associate() throws IOException {
    listener = TestListener.start();
    association =
        RawAssociation.open(
            listener.port(),
            "SENDER",
            "RECEIVER",
            List.of(
                PduBytes.Context.of(1, CR, EXPLICIT),
                PduBytes.Context.of(3, VERIFICATION, IMPLICIT)));
  }

  @AfterEach
  void releaseWhatStillWorks() throws IOException {
    assertThat(association.store(1, CR, "7.7", new byte[100]).status()).isZero();
    assertThat(listener.stored()).containsKey("7.7");
    association.release();
    listener.close();
  }

  @Test
  void anyBytesAreADataSet() throws IOException {
    byte[] bytes = new byte[300_000];
    Arrays.fill(bytes, (byte) 0xFF);
    assertThat(association.store(1, CR, "1.2", bytes).status()).isZero();
    assertThat(listener.stored().get("1.2")).isEqualTo(bytes);
  }

  @Test
  void aSopClassThatIsNotTheContextsIs0122() throws IOException {
    assertThat(association.store(1, CT, "1.2", new byte[50_000]).status()).isEqualTo(0x0122);
    assertThat(association.store(3, VERIFICATION, "1.2", new byte[10]).status()).isEqualTo(0x0122);
    assertThat(listener.stored()).isEmpty();
    assertThat(listener.events()).anyMatch(event -> event.startsWith("requestRefused " + CT));
  }

  @Test
  void anEchoOutsideItsContextIs0122() throws IOException {
    association.sendCommand(1, PduBytes.echoRequest(1));
    assertThat(association.readResponse().status()).isEqualTo(0x0122);
    association.sendCommand(3, PduBytes.echoRequest(2));
    assertThat(association.readResponse().status()).isZero();
  }

  @Test
  void anUnknownOperationIs0211AndItsDataSetIsDrained() throws IOException {
    association.sendCommand(
        1,
        command(
            element(0x0002, uid(CR)),
            element(0x0100, number(0x0020)), // C-FIND-RQ
            element(0x0110, number(9)),
            element(0x0800, number(1))));
    association.sendDataSet(1, new byte[70_000]);
    assertThat(association.readResponse().status()).isEqualTo(0x0211);
  }

  @Test
  void aStoreWithoutADataSetIs0212() throws IOException {
    association.sendCommand(
        1,
        command(
            element(0x0002, uid(CR)),
            element(0x0100, number(0x0001)),
            element(0x0110, number(9)),
            element(0x0800, number(0x0101)),
            element(0x1000, uid("1.2"))));
    RawAssociation.Response response = association.readResponse();
    assertThat(response.status()).isEqualTo(0x0212);
    assertThat(response.comment()).isEqualTo("data set is missing");
  }

  @Test
  void aStoreWithoutASopClassIs0212() throws IOException {
    association.sendCommand(
        1,
        command(
            element(0x0100, number(0x0001)),
            element(0x0110, number(9)),
            element(0x0800, number(0)),
            element(0x1000, uid("1.2"))));
    association.sendDataSet(1, new byte[10]);
    assertThat(association.readResponse().status()).isEqualTo(0x0212);
  }

  @Test
  void anInstanceUidThatIsNoneIs0117() throws IOException {
    for (String hostile : List.of("", "../../x", "1.2.\n", "1..2", "1.", "1".repeat(65))) {
      assertThat(association.store(1, CR, hostile, new byte[10]).status())
          .as(hostile)
          .isEqualTo(0x0117);
    }
    assertThat(listener.stored()).isEmpty();
  }

  @Test
  void aCancelIsIgnored() throws IOException {
    association.sendCommand(
        1,
        command(
            element(0x0100, number(0x0FFF)),
            element(0x0120, number(1)),
            element(0x0800, number(0x0101))));
    assertThat(association.store(1, CR, "1.2", new byte[10]).status()).isZero();
  }

  @Test
  void commandAndDataSetMayShareAPdu() throws IOException {
    byte[] command = storeRequest(1, CR, "1.2");
    association
        .peer()
        .send(pdu(4, concat(pdv(1, COMMAND | LAST, command), pdv(1, LAST, new byte[] {1, 2}))));
    assertThat(association.readResponse().status()).isZero();
    assertThat(listener.stored().get("1.2")).containsExactly(1, 2);
  }

  @Test
  void fragmentsMayBeSmallAndEmpty() throws IOException {
    byte[] command = storeRequest(1, CR, "1.2");
    for (int i = 0; i < command.length; i++) {
      byte[] one = {command[i]};
      association.peer().send(pData(1, i == command.length - 1 ? COMMAND | LAST : COMMAND, one));
    }
    association.peer().send(pData(1, 0, new byte[0]));
    association.peer().send(pData(1, 0, new byte[] {1}));
    association
        .peer()
        .send(
            pdu(
                4,
                concat(
                    pdv(1, 0, new byte[] {2}), pdv(1, 0, new byte[0]), pdv(1, 0, new byte[] {3}))));
    association.peer().send(pData(1, LAST, new byte[0]));
    assertThat(association.readResponse().status()).isZero();
    assertThat(listener.stored().get("1.2")).containsExactly(1, 2, 3);
  }

  @Test
  void aRequestWithoutGroupLengthAndWithUnknownElementsIsUnderstood() throws IOException {
    association.sendCommand(
        1,
        concat(
            element(0x0002, uid(CR)),
            element(0x0003, uid("9.9")),
            element(0x0100, number(0x0001)),
            element(0x0110, number(0xFFFF)),
            element(0x0800, number(0x0102)),
            element(0x1000, uid("1.2")),
            element(0x5010, new byte[4])));
    association.sendDataSet(1, new byte[3]);
    assertThat(association.readResponse().status()).isZero();
  }
}
