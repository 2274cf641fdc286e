/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SameInitialsTest {
  @TempDir Path folder;

  @Test
  void radiologistsWithTheSameInitialsStayTwo() {
    try (TestServer server =
        new TestServer(
            folder,
            0,
            limits -> limits,
            "UPDATE rad_reports SET radiologist = 'Dr. Alin Moga'"
                + " WHERE radiologist LIKE '%Stoica'")) {
      assertThat(server.as("user").get("/api/radiologists").json())
          .isEqualTo(TestServer.parse("{\"A.M.\":2,\"A.M. (2)\":3}"));
    }
  }
}
