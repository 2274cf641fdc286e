/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.net.AssociationException.Kind;

/** Each failure is a sentence that says what to do. */
class QueryRetrieveAdviceTest {
  private final QueryRetrieveAdvice advice = advice("10.0.0.5", 104);

  private static QueryRetrieveAdvice advice(String host, int port) {
    return new QueryRetrieveAdvice(
        options(host, port).build(), new MoveDestination("XRAYVISION", "10.0.0.7", 4010));
  }

  private static RequestorOptions.Builder options(String host, int port) {
    return RequestorOptions.builder()
        .calledAETitle("PACS")
        .host(host)
        .port(port)
        .connectTimeout(Duration.ofSeconds(2))
        .forMove(QueryRoot.STUDY);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MOVE | A801 | does not know the move destination 'XRAYVISION'"
            + ": enter in the PACS: AE title XRAYVISION, address 10.0.0.7, port 4010",
        "MOVE | A701 | out of resources for the retrieval: try again later",
        "MOVE | A702 | could not send: see whether it reaches AE title XRAYVISION",
        "MOVE | B000 | could not send some of the objects",
        "MOVE | A900 | choose the other root",
        "MOVE | C123 | could not process the C-MOVE: its log says why",
        "MOVE | FE00 | as it was asked to",
        "MOVE | 0000 | has done it",
        "MOVE | 0122 | does not support C-MOVE: let it offer MOVE of the configured root",
        "MOVE | 0124 | does not allow C-MOVE to XRAYVISION: give this AE title the right",
        "MOVE | 0211 | does not support C-MOVE",
        "MOVE | 0212 | finds a parameter of the C-MOVE wrong",
        "MOVE | 0110 | answered the C-MOVE with a failure: its log says why",
        "GET  | A701 | try again later",
        "GET  | A702 | if it sends nothing at all, use C-MOVE",
        "GET  | B000 | see our own list of refusals",
        "GET  | A900 | choose the other root",
        "GET  | 0122 | let it offer GET of the configured root, or use C-MOVE",
        "GET  | C001 | could not process the C-GET",
        "FIND | A700 | out of resources for the query: try again later",
        "FIND | A900 | choose the other root",
        "FIND | C000 | could not process the C-FIND",
        "FIND | 0122 | does not support C-FIND: let it offer FIND",
        "FIND | 0213 | is busy"
      })
  void aStatusSaysWhatToDo(String operation, String code, String expected) {
    Status status = new Status(Integer.parseInt(code, 16), "their words");
    String sentence =
        switch (operation) {
          case "FIND" -> advice.onFind(status);
          case "MOVE" -> advice.onMove(status);
          default -> advice.onGet(status);
        };
    assertThat(sentence)
        .startsWith("The PACS PACS (10.0.0.5:104) ")
        .contains(expected)
        .endsWith(".");
    if (status.isFailure()) {
      assertThat(sentence).contains("(status " + code + " their words)");
    }
  }

  @ParameterizedTest(name = "rejected {0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1 | 7 | is not named 'PACS': enter its own AE title in our configuration",
        "1 | 1 | 3 | does not know us: enter our AE title 'XRAYVISION' and our address in the PACS",
        "2 | 3 | 2 | takes no association now; it is tried again",
        "1 | 1 | 1 | allow our AE title 'XRAYVISION' in the PACS"
      })
  void aRejectionSaysWhatToEnterWhere(int result, int source, int reason, String expected) {
    AssociationException rejection =
        AssociationException.ofPeer(new Pdu.AssociateReject(result, source, reason));
    assertThat(advice.on(rejection)).contains(expected);
    assertThat(advice.on(rejection.during("C-FIND"))).contains(expected); // the facts stay
  }

  @Test
  void nobodyListeningIsSaid() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(advice("127.0.0.1", port).on(failure("127.0.0.1", port)))
        .contains("Nothing listens at 127.0.0.1:" + port)
        .contains("correct its address and port");
  }

  @Test
  void aNameThatDoesNotExistIsSaid() {
    assertThat(advice("no-such-host.invalid", 104).on(failure("no-such-host.invalid", 104)))
        .isEqualTo("There is no host named no-such-host.invalid: correct the address of the PACS.");
  }

  @Test
  void aNetworkThatDoesNotAnswerIsSaid() {
    assertThat(advice.on(connect(new SocketTimeoutException("Connect timed out"))))
        .contains("No answer from 10.0.0.5:104 within 2 s")
        .contains("firewall");
    assertThat(advice.on(connect(new NoRouteToHostException("No route to host"))))
        .contains("There is no way to 10.0.0.5:104");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_CONTEXT, let it offer Query/Retrieve",
    "ABORTED_BY_PEER, its log says why",
    "TIMEOUT, does not answer in time",
    "ABORTED, please report it",
    "CLOSED, it is tried again"
  })
  void anEndOfTheAssociationSaysWhatToDo(Kind kind, String expected) {
    assertThat(advice.on(new AssociationException(kind, "the facts")))
        .contains(expected)
        .contains("the facts");
  }

  private static AssociationException connect(IOException cause) {
    return new AssociationException(Kind.CONNECT_FAILED, "no connection", cause);
  }

  private static AssociationException failure(String host, int port) {
    return catchThrowableOfType(
        AssociationException.class, () -> Association.open(options(host, port).build()).close());
  }
}
