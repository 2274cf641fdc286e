/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading from a peer that sends nothing. */
@Timeout(60)
class TimedInputTest {

  /** Whoever hears that the time is over asks the clock which time that was. */
  @Test
  void aReadEndsNeverBeforeItsDeadline() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket peer = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      TimedInput input =
          new TimedInput(accepted, Duration.ofMinutes(1), new RateFloor(0, Duration.ofSeconds(1)));
      for (int micros = 0; micros <= 3000; micros += 100) {
        long deadline = SocketInput.deadlineIn(Duration.ofNanos(micros * 1000L));
        input.deadline(deadline);
        assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(System.nanoTime() - deadline).as("%d µs", micros).isNotNegative();
      }
      assertThat(peer.isConnected()).isTrue();
    }
  }
}
