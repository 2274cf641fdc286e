/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.XRayVision;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.FileMeta;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.dicom.io.ReadLimits;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.simulator.http.HttpFault;
import org.xrayvision.simulator.vision.VisionModelSimulator;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.spi.openai.OpenAiVisionModel;
import org.xrayvision.testkit.LeakChecker;

class EmbedInPacsTest {
  private static final Path TESTDATA = Path.of("../../testdata");
  private static final Path NATIVE = TESTDATA.resolve("ro/olteanu_torace_1.dcm");
  private static final Path LOSSLESS = TESTDATA.resolve("ro/olteanu_torace_2.dcm");

  @RegisterExtension final LeakChecker leaks = new LeakChecker();
  @TempDir private Path folder;

  private XRayVisionBuilder engine(VisionModelSimulator endpoint) {
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(
            new OpenAiVisionModel(
                OpenAiOptions.builder(endpoint.endpoint(), VisionModelSimulator.MODEL).build()));
  }

  private static IngestOptions oneAtATime() {
    IngestOptions usual = IngestOptions.defaults();
    return new IngestOptions(
        usual.sopClasses(),
        usual.modalities(),
        usual.fallbackCharacterSet(),
        usual.timeZone(),
        usual.keepDicom(),
        1,
        usual.minFreeBytes(),
        usual.sources());
  }

  /** Sends as a modality does, the data set as it stands in the file. */
  private static Status send(int port, Path file) throws Exception {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      FileMeta meta = Part10.readMeta(in, ReadLimits.defaults());
      String sopClass = meta.elements().string(Tag.MediaStorageSOPClassUID).orElseThrow();
      String syntax = meta.transferSyntax().uid();
      RequestorOptions options =
          RequestorOptions.builder()
              .callingAETitle("MODALITY")
              .calledAETitle("PACS")
              .host("127.0.0.1")
              .port(port)
              .contexts(List.of(ProposedContext.of(sopClass, syntax)))
              .build();
      try (Association association = Association.open(options)) {
        Status status =
            association.store(
                sopClass,
                meta.elements().string(Tag.MediaStorageSOPInstanceUID).orElseThrow(),
                syntax,
                in);
        association.release();
        return status;
      }
    }
  }

  @Test
  void whatAModalitySendsIsStoredReadAndShown() throws Exception {
    BlockingQueue<String> screen = new LinkedBlockingQueue<>();
    try (VisionModelSimulator endpoint = new VisionModelSimulator(0, Duration.ZERO);
        EmbedInPacs pacs = new EmbedInPacs(engine(endpoint).build(), 0, screen::add)) {
      assertThat(send(pacs.port(), NATIVE)).isEqualTo(Status.SUCCESS);
      assertThat(screen.poll(30, TimeUnit.SECONDS)).startsWith("chest 2.25.271242207989987157");
      assertThat(send(pacs.port(), LOSSLESS)).isEqualTo(Status.SUCCESS);
      assertThat(screen.poll(30, TimeUnit.SECONDS)).startsWith("chest 2.25.123164145112659107");
    }
  }

  @Test
  void senderIsToldToComeBackWhenTooMuchWaits() throws Exception {
    try (VisionModelSimulator endpoint = new VisionModelSimulator(0, Duration.ZERO)) {
      endpoint.fault(HttpFault.HANG);
      XRayVision engine = engine(endpoint).ingestOptions(oneAtATime()).build();
      try (EmbedInPacs pacs = new EmbedInPacs(engine, 0, line -> {})) {
        assertThat(send(pacs.port(), NATIVE)).isEqualTo(Status.SUCCESS);
        assertThat(engine.load().waiting()).isEqualTo(1);
        assertThat(send(pacs.port(), LOSSLESS).code()).isEqualTo(0xA700);
      }
    }
  }

  @Test
  void brokenDataSetGetsAFailureAndTheNextIsTaken() throws Exception {
    try (VisionModelSimulator endpoint = new VisionModelSimulator(0, Duration.ZERO);
        EmbedInPacs pacs = new EmbedInPacs(engine(endpoint).build(), 0, line -> {})) {
      Status refused = send(pacs.port(), TESTDATA.resolve("bad/trunc_in_patient.dcm"));
      assertThat(refused.isFailure()).isTrue();
      assertThat(send(pacs.port(), NATIVE)).isEqualTo(Status.SUCCESS);
    }
  }
}
