/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.picture.ImagePreparer;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.FullDepthImage;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** Models that look at stored values, and not only at the PNG. */
@Timeout(180)
class FullDepthTest {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final String CHEST = "ro/olteanu_torace_1.dcm";

  @TempDir private Path folder;

  /** Looks twice at what it is given, and tells. */
  private static final class Model implements VisionModel {
    final BlockingQueue<Optional<List<FullDepthImage>>> seen = new LinkedBlockingQueue<>();
    private final Set<Capability> capabilities;

    Model(Set<Capability> capabilities) {
      this.capabilities = capabilities;
    }

    @Override
    public Set<Capability> capabilities() {
      return capabilities;
    }

    @Override
    public VisionAnswer read(VisionRequest request) {
      seen.add(
          request
              .pictures()
              .get(0)
              .pixels()
              .map(
                  pixels -> {
                    try {
                      return List.of(pixels.read(), pixels.read());
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
      return VisionAnswer.builder().severity(0).build();
    }
  }

  private XRayVision start(Model model) {
    XRayVision engine = XRayVision.builder().dataDirectory(folder).visionModel(model).build();
    engine.start();
    return engine;
  }

  private static String ingest(XRayVision engine) throws IOException {
    try (InputStream in = Files.newInputStream(TESTDATA.resolve(CHEST))) {
      return String.valueOf(engine.ingest(in).uid());
    }
  }

  /** The row of refs.csv about a file. */
  private static String[] reference(String file) throws IOException {
    return Files.readAllLines(TESTDATA.resolve("refs.csv")).stream()
        .map(line -> line.split(","))
        .filter(row -> row[0].equals(file))
        .findFirst()
        .orElseThrow();
  }

  /** As refs.csv has it: row by row, two bytes each, little endian. */
  private static String sha256(FullDepthImage image) throws Exception {
    byte[] bytes = new byte[2 * image.values().length];
    for (int i = 0; i < image.values().length; i++) {
      bytes[2 * i] = (byte) image.values()[i];
      bytes[2 * i + 1] = (byte) (image.values()[i] >> 8);
    }
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static void assertAsReferred(FullDepthImage image, String file) throws Exception {
    String[] row = reference(file);
    assertThat(image.rows()).isEqualTo(Integer.parseInt(row[3]));
    assertThat(image.columns()).isEqualTo(Integer.parseInt(row[4]));
    assertThat(image.bitsStored()).isEqualTo(Integer.parseInt(row[6]));
    assertThat(sha256(image)).isEqualTo(row[14]);
  }

  @Test
  void modelThatLooksAtFullDepthIsGivenTheStoredValuesAsOftenAsItAsks() throws Exception {
    Model model = new Model(Set.of(Capability.FULL_DEPTH));
    try (XRayVision engine = start(model)) {
      ingest(engine);
      List<FullDepthImage> seen = model.seen.take().orElseThrow();
      assertAsReferred(seen.get(0), CHEST);
      assertThat(seen.get(1).values()).isEqualTo(seen.get(0).values());
      assertThat(seen.get(1)).isNotSameAs(seen.get(0));
    }
  }

  @Test
  void modelThatDoesNotSaySoIsGivenThePngOnly() throws Exception {
    Model model = new Model(Set.of(Capability.CONTEXT));
    try (XRayVision engine = start(model)) {
      ingest(engine);
      assertThat(model.seen.take()).isEmpty();
    }
  }

  @Test
  void withoutTheObjectThereAreNoPixels() throws Exception {
    Model model = new Model(Set.of(Capability.FULL_DEPTH));
    try (XRayVision engine = start(model)) {
      String uid = ingest(engine);
      assertThat(model.seen.take()).isPresent();
      Path object = folder.resolve("images").resolve(uid + ".dcm");
      while (Files.exists(object)) {
        Thread.sleep(10);
      }
      engine.requeue(uid);
      assertThat(model.seen.take()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ts/cr_jpeg70.dcm, false",
    "ts/cr_rle.dcm, false",
    "ts/cr_explicit_mono1.dcm, true",
    "ro/bratescu_torace_2_pa.dcm, true",
    "ro/px_signed_rescale.dcm, false"
  })
  void valuesAreThoseOfTheFileAndPolarityIsTold(String file, boolean inverted) throws Exception {
    FullDepthImage image = ImagePreparer.withBuiltInCodecs().fullDepth(TESTDATA.resolve(file));
    assertAsReferred(image, file);
    assertThat(image.inverted()).isEqualTo(inverted);
  }
}
