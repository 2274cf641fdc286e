/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.simulator.dicom.PduBytes.command;
import static org.xrayvision.simulator.dicom.PduBytes.element;
import static org.xrayvision.simulator.dicom.PduBytes.number;
import static org.xrayvision.simulator.dicom.PduBytes.uid;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.CommandField;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.DimseExchange;
import org.xrayvision.dicom.net.DimseRequest;
import org.xrayvision.dicom.net.DimseService;
import org.xrayvision.dicom.net.Peer;
import org.xrayvision.dicom.net.Status;

/** A listener with a service of its own, and peers that ask it byte by byte (PS3.7 §9, §10). */
@Timeout(120)
class DimseServiceTest implements AssociationListener {
  private static final String COMMITMENT = "1.2.840.10008.1.20.1";
  private static final String WELL_KNOWN = "1.2.840.10008.1.20.1.1";
  private static final int SERVICE = 1;
  private static final int VERIFICATION = 3;
  private static final int STORAGE = 5;
  private static final byte[] EMPTY_DATA = new byte[0];

  /** What the service does with a request. */
  interface Behaviour {
    void serve(DimseRequest request, DimseExchange exchange) throws IOException;
  }

  private final List<String> events = new CopyOnWriteArrayList<>();
  private Behaviour behaviour = (request, exchange) -> exchange.response(Status.SUCCESS).send();
  private DicomListener listener;
  private RawAssociation peer;

  @AfterEach
  void stop() throws IOException {
    if (peer != null) {
      peer.close();
    }
    if (listener != null) {
      listener.close();
    }
  }

  @Test
  void aNormalizedRequestIsAnsweredWithWhatItIsAbout() throws Exception {
    behaviour =
        (request, exchange) -> {
          events.add(request.text(0x00001001) + " " + request.number(0x00001008).getAsInt());
          events.add(request.dataSet().orElseThrow().string(Tag.PatientID).orElseThrow());
          exchange.response(Status.SUCCESS).send();
        };
    open();
    peer.sendCommand(SERVICE, action(7, COMMITMENT, 0));
    peer.sendDataSet(SERVICE, patientId());
    Map<Integer, String> answer = read();
    assertThat(answer)
        .containsEntry(0x0002, COMMITMENT)
        .containsEntry(0x1000, WELL_KNOWN)
        .containsEntry(0x0100, "8130")
        .containsEntry(0x0120, "7")
        .containsEntry(0x0900, "0");
    assertThat(events).contains(WELL_KNOWN + " 1", "4711");
  }

  @Test
  void aServiceAsksThePeerAndWhatComesMeanwhileIsSeenTo() throws Exception {
    behaviour =
        (request, exchange) -> {
          exchange.response(Status.SUCCESS).send();
          Status answered =
              exchange
                  .request(request.context(), CommandField.N_EVENT_REPORT_RQ)
                  .uid(0x00001000, WELL_KNOWN)
                  .number(0x00001002, 1)
                  .dataSet(DataSet.builder().set(Tag.PatientID, "4711").build())
                  .ask();
          events.add("report of " + request.messageId() + " answered " + answered);
        };
    open();
    peer.sendCommand(SERVICE, action(7, COMMITMENT, 0x0101));
    assertThat(read()).containsEntry(0x0100, "8130");
    Map<Integer, String> report = read();
    assertThat(report)
        .containsEntry(0x0100, "100")
        .containsEntry(0x0002, COMMITMENT)
        .containsEntry(0x1000, WELL_KNOWN)
        .containsEntry(0x1002, "1");
    assertThat(peer.peer().read().type()).isEqualTo(4); // its data set
    // meanwhile: an echo, a store, and a second request, which waits
    peer.sendCommand(VERIFICATION, PduBytes.echoRequest(8));
    assertThat(read()).containsEntry(0x0100, "8030").containsEntry(0x0120, "8");
    peer.sendCommand(STORAGE, PduBytes.storeRequest(9, CR, "1.2.3"));
    peer.sendDataSet(STORAGE, new byte[10]);
    assertThat(read()).containsEntry(0x0100, "8001").containsEntry(0x0120, "9");
    peer.sendCommand(SERVICE, action(10, COMMITMENT, 0x0101));
    peer.sendCommand(SERVICE, reportResponse(Integer.parseInt(report.get(0x0110)), 0x0110));
    assertThat(read()).containsEntry(0x0100, "8130").containsEntry(0x0120, "10");
    report = read();
    assertThat(peer.peer().read().type()).isEqualTo(4);
    peer.sendCommand(SERVICE, reportResponse(Integer.parseInt(report.get(0x0110)), 0));
    peer.release();
    assertThat(events).contains("report of 7 answered 0110", "report of 10 answered 0000");
  }

  @Test
  void moreRequestsThanMayWaitAreRefused() throws Exception {
    behaviour =
        (request, exchange) -> {
          if (request.messageId() == 1) {
            events.add(
                exchange.request(request.context(), CommandField.N_EVENT_REPORT_RQ).ask()
                    + " at last");
          }
          exchange.response(Status.SUCCESS).send();
        };
    open();
    peer.sendCommand(SERVICE, action(1, COMMITMENT, 0x0101));
    int report = Integer.parseInt(read().get(0x0110));
    for (int id = 2; id <= 18; id++) {
      peer.sendCommand(SERVICE, action(id, COMMITMENT, 0x0101));
    }
    assertThat(read()).containsEntry(0x0120, "18").containsEntry(0x0900, "213");
    peer.sendCommand(SERVICE, reportResponse(report, 0));
    for (int id = 1; id <= 17; id++) {
      assertThat(read()).containsEntry(0x0120, Integer.toString(id)).containsEntry(0x0900, "0");
    }
    peer.release();
  }

  @Test
  void aServiceThatAnswersNothingOrThrowsIs0110() throws Exception {
    behaviour =
        (request, exchange) -> {
          if (request.messageId() == 2) {
            throw new IllegalArgumentException("mine");
          }
        };
    open();
    for (int id = 1; id <= 2; id++) {
      peer.sendCommand(SERVICE, action(id, COMMITMENT, 0x0101));
      assertThat(read()).containsEntry(0x0900, "110");
    }
    assertThat(events)
        .contains("handlerFailed the service sent no final response", "handlerFailed mine");
    peer.release();
  }

  @Test
  void aDataSetThatCannotBeUnderstoodIs0110AndTheAssociationLives() throws Exception {
    open();
    peer.sendCommand(SERVICE, action(1, COMMITMENT, 0));
    peer.sendDataSet(SERVICE, new byte[] {8, 0, 0x52, 0, 127, 127, 0, 0, 1, 2, 3});
    assertThat(read()).containsEntry(0x0900, "110");
    peer.sendCommand(SERVICE, action(2, COMMITMENT, 0x0101));
    assertThat(read()).containsEntry(0x0900, "0");
    peer.release();
  }

  @Test
  void anotherSopClassIs0122AndAnOperationOnStorageIs0211() throws Exception {
    open();
    peer.sendCommand(SERVICE, action(1, "1.2.3", 0));
    peer.sendDataSet(SERVICE, EMPTY_DATA);
    assertThat(read()).containsEntry(0x0900, "122");
    peer.sendCommand(STORAGE, action(2, CR, 0x0101));
    assertThat(read()).containsEntry(0x0900, "211");
    peer.release();
  }

  @Test
  void aReleaseWhileTheServiceAsksEndsTheAssociation() throws Exception {
    behaviour =
        (request, exchange) ->
            exchange.request(request.context(), CommandField.N_EVENT_REPORT_RQ).ask();
    open();
    peer.sendCommand(SERVICE, action(1, COMMITMENT, 0x0101));
    read();
    peer.peer().send(PduBytes.four(PduBytes.RELEASE_RQ));
    peer.peer().readUntil(PduBytes.ABORT);
  }

  @Test
  void aCancelIsSeenByItsOwnRequestOnly() throws Exception {
    behaviour =
        (request, exchange) -> {
          while (!exchange.isCancelled()) {
            Thread.onSpinWait();
          }
          exchange.response(Status.CANCEL).send();
        };
    open();
    peer.sendCommand(SERVICE, action(5, COMMITMENT, 0x0101));
    peer.sendCommand(SERVICE, cancel(4));
    peer.sendCommand(VERIFICATION, PduBytes.echoRequest(6));
    assertThat(read()).containsEntry(0x0100, "8030"); // and 5 goes on
    peer.sendCommand(SERVICE, cancel(5));
    assertThat(read()).containsEntry(0x0120, "5").containsEntry(0x0900, "fe00");
    peer.release();
  }

  @Test
  void twoServicesOfOneSopClassAreAnError() {
    assertThatThrownBy(
            () ->
                new DicomListener(
                    options(),
                    (request, dataSet) -> Status.SUCCESS,
                    this,
                    List.of(new Service(), new Service())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(COMMITMENT);
  }

  @Override
  public void handlerFailed(Peer who, Status answered, Throwable cause) {
    events.add("handlerFailed " + cause.getMessage());
  }

  private void open() throws IOException {
    listener =
        new DicomListener(
            options(), (request, dataSet) -> Status.SUCCESS, this, List.of(new Service()));
    listener.start();
    peer =
        RawAssociation.open(
            listener.port(),
            "SENDER",
            "RECEIVER",
            List.of(
                PduBytes.Context.of(SERVICE, COMMITMENT, IMPLICIT),
                PduBytes.Context.of(VERIFICATION, SOPClass.Verification, IMPLICIT),
                PduBytes.Context.of(STORAGE, CR, IMPLICIT)));
    assertThat(peer.context(COMMITMENT, IMPLICIT)).hasValue(SERVICE);
  }

  private static AcceptorOptions options() {
    return AcceptorOptions.builder()
        .bindAddress(InetAddress.getLoopbackAddress())
        .port(0)
        .closeGrace(Duration.ofMillis(200))
        .storageSopClassUids(Set.of(CR))
        .build();
  }

  private final class Service implements DimseService {
    @Override
    public Set<String> sopClassUids() {
      return Set.of(COMMITMENT);
    }

    @Override
    public void serve(DimseRequest request, DimseExchange exchange) throws IOException {
      behaviour.serve(request, exchange);
    }
  }

  private static byte[] action(int messageId, String sopClass, int dataSetType) {
    return command(
        element(0x0003, uid(sopClass)),
        element(0x0100, number(0x0130)),
        element(0x0110, number(messageId)),
        element(0x0800, number(dataSetType)),
        element(0x1001, uid(WELL_KNOWN)),
        element(0x1008, number(1)));
  }

  private static byte[] reportResponse(int messageId, int status) {
    return PduBytes.response(0x8100, messageId, status);
  }

  private static byte[] cancel(int messageId) {
    return command(
        element(0x0100, number(0x0FFF)),
        element(0x0120, number(messageId)),
        element(0x0800, number(0x0101)));
  }

  /** (0010,0020) LO 4711. */
  private static byte[] patientId() {
    return new byte[] {0x10, 0, 0x20, 0, 4, 0, 0, 0, '4', '7', '1', '1'};
  }

  /** The elements of the next command set: numbers in hexadecimal, or decimal for Message IDs. */
  private Map<Integer, String> read() throws IOException {
    byte[] body = peer.peer().read().body();
    Map<Integer, String> elements = new TreeMap<>();
    int at = 6;
    while (at + 8 <= body.length) {
      int tag = (body[at + 2] & 0xFF) | (body[at + 3] & 0xFF) << 8;
      int length = (body[at + 4] & 0xFF) | (body[at + 5] & 0xFF) << 8;
      if (tag == 0x0002 || tag == 0x1000) {
        String text = new String(body, at + 8, length, StandardCharsets.US_ASCII);
        elements.put(tag, text.replace("\0", ""));
      } else if (length == 2) {
        int value = (body[at + 8] & 0xFF) | (body[at + 9] & 0xFF) << 8;
        boolean id = tag == 0x0110 || tag == 0x0120;
        elements.put(tag, id ? Integer.toString(value) : Integer.toHexString(value));
      }
      at += 8 + length;
    }
    return elements;
  }
}
