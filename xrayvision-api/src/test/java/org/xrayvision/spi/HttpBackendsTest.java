/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class HttpBackendsTest {
  private static boolean isUnreachable(Throwable failure) {
    return HttpBackends.isUnreachable(failure, SSLException.class);
  }

  @Test
  void whatFailsOnTheWayToABackendIsUnreachable() {
    assertThat(
            List.of(
                new ConnectException(),
                new HttpConnectTimeoutException("slow"),
                new NoRouteToHostException(),
                new UnknownHostException(),
                new UnresolvedAddressException(),
                new SSLHandshakeException("not trusted")))
        .allMatch(HttpBackendsTest::isUnreachable);
  }

  @Test
  void aCauseOfTheFailureCounts() {
    assertThat(isUnreachable(new ExecutionException(new IOException(new ConnectException()))))
        .isTrue();
    assertThat(isUnreachable(new IOException(new SSLException("no certificate")))).isTrue();
  }

  @Test
  void whatBreaksOffLaterIsReachable() {
    assertThat(List.of(new EOFException(), new HttpTimeoutException("no body"), new IOException()))
        .noneMatch(HttpBackendsTest::isUnreachable);
  }
}
