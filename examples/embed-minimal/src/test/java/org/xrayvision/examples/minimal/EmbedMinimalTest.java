/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.minimal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.simulator.vision.VisionModelSimulator;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.testkit.LeakChecker;

class EmbedMinimalTest {
  private static final Path TESTDATA = Path.of("../../testdata");

  @RegisterExtension final LeakChecker leaks = new LeakChecker();

  @Test
  void nativeAndLosslessFilesAreReadAndAnotherIsRefused(@TempDir Path folder) throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    for (String file :
        List.of(
            "ro/olteanu_torace_1.dcm", // Explicit VR Little Endian
            "ro/olteanu_torace_2.dcm", // JPEG Lossless, first-order prediction
            "ts/cr_jpeg57.dcm", // JPEG Lossless
            "bad/not_dicom_text.dcm")) {
      Path from = TESTDATA.resolve(file);
      Files.copy(from, files.resolve(from.getFileName()));
    }
    List<String> out = new ArrayList<>();

    try (VisionModelSimulator endpoint = new VisionModelSimulator(0, Duration.ZERO)) {
      OpenAiOptions model =
          OpenAiOptions.builder(endpoint.endpoint(), VisionModelSimulator.MODEL).build();
      EmbedMinimal.read(model, folder.resolve("data"), files, out::add);
      assertThat(endpoint.readings()).isEqualTo(3);
    }

    assertThat(out).filteredOn(line -> line.contains("IMPRESSION")).hasSize(3);
    assertThat(out).filteredOn(line -> line.contains(": STORED")).hasSize(3);
    assertThat(out).anyMatch(line -> line.startsWith("not_dicom_text.dcm: CANNOT_UNDERSTAND"));
  }
}
