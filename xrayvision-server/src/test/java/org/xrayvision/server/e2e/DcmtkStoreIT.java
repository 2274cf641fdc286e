/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.simulator.dicom.RecordingProxy;
import org.xrayvision.simulator.pacs.SyntheticChest;

/**
 * DCMTK stores through a recording proxy: every instance that the server acknowledged is in the
 * store, its data set bytes equal to those that went over the wire.
 */
final class DcmtkStoreIT {
  private static final int ROWS = 2500;
  private static final int COLUMNS = 2048;

  @TempDir private Path temp;

  @Test
  void echoscuIsAnswered() throws Exception {
    try (ServerProcess server = ServerProcess.serve(temp.resolve("data"), "--keep-dicom")) {
      Shell.Result echo =
          Shell.run("echoscu", "-v", "127.0.0.1", Integer.toString(server.dicomPort()));

      assertThat(echo.exit()).as(echo.output()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}, PDU {1}, {2} associations, {3} images")
  @CsvSource({
    "-xe, 131072, 1, 200",
    "-xi, 131072, 4, 200",
    "-xi, 131072, 1, 10",
    "-xb, 131072, 1, 10",
    "-xe, 4096, 1, 10",
    "-xi, 4096, 1, 10",
    "-xb, 4096, 1, 10",
    "-xe, 131072, 4, 10",
    "-xb, 131072, 4, 10",
    "-xe, 4096, 4, 10",
    "-xi, 4096, 4, 10",
    "-xb, 4096, 4, 10",
  })
  void everyAcknowledgedInstanceIsStoredByteForByte(
      String syntax, String pdu, int associations, int images) throws Exception {
    Path image = image();
    Path data = temp.resolve("data");
    try (ServerProcess server = ServerProcess.serve(data, "--keep-dicom");
        RecordingProxy proxy = RecordingProxy.start(server.dicomPort())) {
      List<Shell.Running> senders = new ArrayList<>();
      for (int i = 0; i < associations; i++) {
        int share = images / associations + (i < images % associations ? 1 : 0);
        senders.add(send(proxy.port(), syntax, pdu, share, image));
      }
      for (Shell.Running sender : senders) {
        Shell.Result result = sender.join();
        assertThat(result.exit()).as(result.output()).isZero();
      }

      Map<String, String> acknowledged = acknowledged(proxy);
      assertThat(acknowledged).hasSize(images);
      assertThat(StoredObjects.in(data.resolve("images"))).isEqualTo(acknowledged);
    }
  }

  private static Shell.Running send(int port, String syntax, String pdu, int share, Path image)
      throws IOException {
    return Shell.start(
        Map.of("TCP_NODELAY", "1"),
        "storescu",
        "-R",
        syntax,
        "-pdu",
        pdu,
        "--max-send-pdu",
        pdu,
        "--repeat",
        Integer.toString(share),
        "+II",
        "127.0.0.1",
        Integer.toString(port),
        image.toString());
  }

  /** SHA-256 of the data set by SOP Instance UID, of what was answered with success. */
  private static Map<String, String> acknowledged(RecordingProxy proxy) {
    return proxy.stores().stream()
        .filter(store -> store.status() == 0)
        .collect(
            Collectors.toMap(RecordingProxy.Store::sopInstanceUid, RecordingProxy.Store::sha256));
  }

  private Path image() throws IOException {
    Path file = temp.resolve("image.dcm");
    byte[] pixels = new byte[ROWS * COLUMNS * 2];
    new Random(1).nextBytes(pixels);
    DataSet chest = SyntheticChest.of("Popescu^Ion", "RX-1", ROWS, COLUMNS, 16, pixels).build();
    SyntheticChest.write(chest, file);
    return file;
  }
}
