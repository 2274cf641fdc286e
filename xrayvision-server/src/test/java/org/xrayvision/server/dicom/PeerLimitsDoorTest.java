/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.simulator.dicom.PduBytes;
import org.xrayvision.simulator.dicom.RawAssociation;
import org.xrayvision.simulator.dicom.ScriptedPeer;
import org.xrayvision.spi.VisionAnswer;

/** The limits of peers from the configuration to the list of refusals, with the engine behind. */
@Timeout(180)
class PeerLimitsDoorTest {
  private final ServerMetrics metrics = new ServerMetrics();
  private static final String CR = SOPClass.ComputedRadiographyImageStorage;
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  @TempDir private Path data;
  private XRayVision engine;
  private DicomDoor door;

  @AfterEach
  void close() {
    door.close();
    metrics.close();
    engine.close();
  }

  @Test
  void aKnownTitleFromAnotherAddressIsRejectedAndNoted() throws Exception {
    start(
        "[source:ROOM1]\naddress = 192.0.2.7, 198.51.100.0/24\n[source:ROOM2]\naddress = 127.0.0.0/8\n");

    assertThatThrownBy(() -> associate("ROOM1")).hasMessageContaining("PDU 03: 00 01 01 03");
    associate("ROOM2").release();
    associate("ROOM3").release();

    assertThat(refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.aeTitle()).isEqualTo("ROOM1");
              assertThat(refusal.peer()).startsWith("127.0.0.1:");
              assertThat(refusal.reason()).contains("ROOM1 may not call from 127.0.0.1");
            });
  }

  @Test
  void aSourceHasNoMoreThanItsAssociations() throws Exception {
    start("[source:ROOM1]\nmax_associations = 1\n");

    try (RawAssociation first = associate("ROOM1")) {
      assertThatThrownBy(() -> associate("ROOM1")).hasMessageContaining("PDU 03: 00 02 03 02");
      assertThat(refusals()).singleElement().extracting(Refusal::status).isEqualTo(0xA700);
      first.release();
    }
  }

  @Test
  void ofWhoIsTooSlowNothingIsKept() throws Exception {
    start("[dicom]\nmin_bytes_per_second = 1000000\nmax_association_seconds = 3\n");

    try (RawAssociation association = associate("SLOW")) {
      association.sendCommand(1, PduBytes.storeRequest(1, CR, "1.2.3"));
      ScriptedPeer peer = association.peer();
      byte[] data = PduBytes.pData(1, PduBytes.LAST, new byte[4000]);
      peer.sendSlowly(Arrays.copyOf(data, 500), 5, Duration.ofMillis(10));
      peer.readUntil(PduBytes.ABORT);
    }
    assertThat(engine.exam("1.2.3")).isEmpty();
    for (int i = 0; i < 6000 && !isEmpty("incoming"); i++) {
      Thread.sleep(10);
    }
    assertThat(isEmpty("incoming")).isTrue();
    assertThat(isEmpty("images")).isTrue();
    associate("NEXT").release();
  }

  /** The peer has its answer before the row is there. */
  private List<Refusal> refusals() throws InterruptedException {
    for (int i = 0; i < 6000 && engine.refusals(10).isEmpty(); i++) {
      Thread.sleep(10);
    }
    return engine.refusals(10);
  }

  private boolean isEmpty(String folder) throws IOException {
    try (var files = Files.list(data.resolve(folder))) {
      return files.findAny().isEmpty();
    }
  }

  private RawAssociation associate(String calling) throws IOException {
    return RawAssociation.open(door.port(), calling, "XRAYVISION", CR, EXPLICIT);
  }

  private void start(String configuration) throws IOException {
    Files.writeString(data.resolve("local.cfg"), configuration);
    engine =
        XRayVision.builder()
            .dataDirectory(data)
            .visionModel(request -> VisionAnswer.builder().text("Normal.").model("test").build())
            .build();
    engine.start();
    door =
        new DicomDoor(
            ConfigurationLoader.load(
                    new ConfigurationSources(
                        data, null, false, Map.of("XRAYVISION_AE_PORT", "0"), List.of()))
                .dicom(),
            engine,
            metrics.dicom());
    door.start();
  }
}
