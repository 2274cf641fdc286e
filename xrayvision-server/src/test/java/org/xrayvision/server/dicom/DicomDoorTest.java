/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.net.AcceptedContext;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.server.config.DicomSettings;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.spi.TransientBackendException;

class DicomDoorTest {
  private static final String CR = SOPClass.ComputedRadiographyImageStorage;
  private static final String BASELINE = "1.2.840.10008.1.2.4.50";
  private static final String LOSSLESS = "1.2.840.10008.1.2.4.57";
  private static final String LOSSLESS_SV1 = "1.2.840.10008.1.2.4.70";
  private static final String RLE = "1.2.840.10008.1.2.5";
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  @TempDir private Path data;
  private XRayVision engine;
  private DicomDoor door;

  private final ServerMetrics metrics = new ServerMetrics();

  @BeforeEach
  void open() throws IOException {
    open(Set.of("CR", "DX"));
  }

  private void open(Set<String> modalities) throws IOException {
    IngestOptions usual = IngestOptions.defaults();
    engine =
        XRayVision.builder()
            .dataDirectory(data)
            .ingestOptions(
                new IngestOptions(
                    IngestOptions.sopClassesOf(modalities),
                    modalities,
                    usual.fallbackCharacterSet(),
                    usual.timeZone(),
                    false,
                    0,
                    0,
                    Map.of()))
            .visionModel(
                request -> {
                  throw TransientBackendException.outage("no model here", (Duration) null);
                })
            .build();
    door =
        new DicomDoor(
            new DicomSettings(
                "XRAYVISION",
                InetAddress.getLoopbackAddress(),
                0,
                262_144,
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                false,
                Set.of()),
            engine,
            metrics.dicom());
    door.start();
  }

  @AfterEach
  void close() {
    door.close();
    engine.close();
    metrics.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2.4.50 1.2.840.10008.1.2.4.70, 1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.50 1.2.840.10008.1.2.4.57, 1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.50 1.2.840.10008.1.2.5, 1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.70 1.2.840.10008.1.2.1, 1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.4.50, 1.2.840.10008.1.2.4.50",
  })
  void ofAContextTheLossySyntaxIsChosenLast(String proposed, String chosen) throws IOException {
    assertThat(negotiate(proposed.split(" "))).isEqualTo(chosen);
  }

  @Test
  void theOrderOfTheSendersProposalDoesNotMatter() throws IOException {
    assertThat(negotiate(BASELINE, RLE, LOSSLESS, LOSSLESS_SV1, EXPLICIT)).isEqualTo(EXPLICIT);
    assertThat(negotiate(EXPLICIT, LOSSLESS, BASELINE, RLE)).isEqualTo(EXPLICIT);
  }

  @Test
  void theListedModalitiesDecideWhichClassesAreAccepted() throws IOException {
    List<String> all =
        List.of(
            CR,
            SOPClass.DigitalMammographyXRayImageStorageForProcessing,
            SOPClass.UltrasoundMultiFrameImageStorage,
            SOPClass.SecondaryCaptureImageStorage,
            SOPClass.CTImageStorage);
    assertThat(accepted(all)).containsExactly(CR);
    close();
    open(Set.of("CR", "DX", "MG", "US", "SC"));
    assertThat(accepted(all)).containsExactlyElementsOf(all.subList(0, 4));
  }

  private List<String> accepted(List<String> sopClasses) throws IOException {
    List<ProposedContext> contexts =
        sopClasses.stream().map(sopClass -> ProposedContext.of(sopClass, EXPLICIT)).toList();
    return negotiated(contexts).stream().map(AcceptedContext::sopClassUid).toList();
  }

  private String negotiate(String... transferSyntaxes) throws IOException {
    return negotiated(List.of(ProposedContext.of(CR, transferSyntaxes))).stream()
        .map(AcceptedContext::transferSyntaxUid)
        .findFirst()
        .orElseThrow();
  }

  private List<AcceptedContext> negotiated(List<ProposedContext> contexts) throws IOException {
    RequestorOptions to =
        RequestorOptions.builder()
            .callingAETitle("SENDER")
            .calledAETitle("XRAYVISION")
            .host("127.0.0.1")
            .port(door.port())
            .contexts(contexts)
            .build();
    try (Association association = Association.open(to)) {
      return List.copyOf(association.contexts());
    }
  }
}
