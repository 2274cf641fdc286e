/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.RoleSelection;
import org.xrayvision.simulator.dicom.PduBytes;
import org.xrayvision.simulator.dicom.ScriptedAcceptor;
import org.xrayvision.simulator.dicom.ScriptedPeer;

/** A requestor in the role of the SCP, which reports an event (PS3.7 §10.1.1, §D.3.3.4). */
@Timeout(120)
class EventReportTest {
  private static final String SOP_CLASS = "1.2.840.10008.1.20.1";
  private static final String INSTANCE = "1.2.840.10008.1.20.1.1";
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final DataSet INFORMATION =
      DataSet.builder().set(Tag.TransactionUID, "1.2.3").build();

  private static RequestorOptions options(int port) {
    return RequestorOptions.builder()
        .calledAETitle("MODALITY")
        .host("127.0.0.1")
        .port(port)
        .contexts(List.of(ProposedContext.of(SOP_CLASS, EXPLICIT)))
        .roles(List.of(RoleSelection.provider(SOP_CLASS)))
        .build();
  }

  /** A-ASSOCIATE-AC whose user information answers the role selection. */
  private static byte[] accept(int scuRole, int scpRole) {
    byte[] plain = PduBytes.associateAccept(16384, List.of(1), 0, EXPLICIT);
    byte[] user = PduBytes.userInformation(16384);
    byte[] uid = SOP_CLASS.getBytes(StandardCharsets.US_ASCII);
    byte[] role =
        PduBytes.concat(
            new byte[] {0, (byte) uid.length}, uid, new byte[] {(byte) scuRole, (byte) scpRole});
    byte[] information =
        PduBytes.item(
            0x50,
            PduBytes.concat(Arrays.copyOfRange(user, 4, user.length), PduBytes.item(0x54, role)));
    byte[] head = Arrays.copyOfRange(plain, 6, plain.length - user.length);
    return PduBytes.pdu(2, PduBytes.concat(head, information));
  }

  private static void answerReports(ScriptedPeer peer, int status) throws Exception {
    peer.readUntil(4);
    peer.readUntil(4);
    byte[] response = PduBytes.response(0x8100, 1, status);
    peer.send(PduBytes.pData(1, PduBytes.COMMAND | PduBytes.LAST, response));
    peer.readUntil(PduBytes.RELEASE_RQ);
    peer.send(PduBytes.four(PduBytes.RELEASE_RP));
  }

  @Test
  void theStatusOfTheResponseIsTheAnswer() throws Exception {
    try (ScriptedAcceptor acceptor =
            ScriptedAcceptor.start(
                peer -> {
                  peer.read();
                  peer.send(accept(0, 1));
                  answerReports(peer, 0x0211);
                });
        Association association = Association.open(options(acceptor.port()))) {
      assertThat(association.eventReport(SOP_CLASS, INSTANCE, 1, INFORMATION).code())
          .isEqualTo(0x0211);
      association.release();
      assertThat(acceptor.failure()).isEmpty();
    }
  }

  @Test
  void nothingIsReportedToAPeerThatDoesNotTakeUsForTheScp() throws Exception {
    try (ScriptedAcceptor acceptor =
            ScriptedAcceptor.start(
                peer -> {
                  peer.read();
                  peer.send(accept(1, 0));
                  if (peer.read().type() != PduBytes.RELEASE_RQ) {
                    throw new AssertionError("something was sent");
                  }
                  peer.send(PduBytes.four(PduBytes.RELEASE_RP));
                });
        Association association = Association.open(options(acceptor.port()))) {
      assertThatThrownBy(() -> association.eventReport(SOP_CLASS, INSTANCE, 1, INFORMATION))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("with us as SCP");
      association.release();
      assertThat(acceptor.failure()).isEmpty();
    }
  }
}
