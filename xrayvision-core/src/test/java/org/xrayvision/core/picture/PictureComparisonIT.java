/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;

/**
 * Our pictures beside those of {@code scripts/reference_png.py} (pydicom, GDCM, OpenCV), for every
 * CR and DX file whose transfer syntax we decode.
 */
class PictureComparisonIT {
  private static final ImagePreparer PREPARER = ImagePreparer.withBuiltInCodecs();
  private static final Path SCRIPT = Path.of("../scripts/reference_png.py");
  private static final Set<String> MODALITIES = Set.of("CR", "DX");

  @TempDir static Path folder;

  /** Each file with its reference picture, which the script has made or not. */
  private static final Map<Path, Path> REFERENCES = new LinkedHashMap<>();

  @BeforeAll
  static void makeReferencePictures() throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", SCRIPT.toString()));
    for (Path file : files().toList()) {
      Path png = folder.resolve(REFERENCES.size() + ".png");
      REFERENCES.put(file, png);
      command.add(file.toString());
      command.add(png.toString());
    }
    File log = folder.resolve("log.txt").toFile();
    Process python =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    assertThat(python.waitFor(5, TimeUnit.MINUTES)).as("reference_png.py ends").isTrue();
    assertThat(python.exitValue()).as(Files.readString(log.toPath())).isZero();
  }

  static Stream<Path> files() throws IOException {
    List<Path> all = new ArrayList<>(in(Path.of("../testdata")));
    Optional<String> corpus = Optional.ofNullable(System.getenv("XRAYVISION_DICOM_CORPUS"));
    if (corpus.isPresent()) {
      all.addAll(in(Path.of(corpus.get())));
    }
    return all.stream();
  }

  private static List<Path> in(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".dcm"))
          .filter(PictureComparisonIT::isDecodableXray)
          .sorted()
          .toList();
    }
  }

  /** Outside bad/ the header decides; there a file counts if we can make a picture of it. */
  private static boolean isDecodableXray(Path path) {
    try (DicomFile file = DicomFile.open(path)) {
      return MODALITIES.contains(file.dataSet().string(Tag.Modality).orElse(""))
          && file.pixelData().isPresent()
          && PREPARER.decoders().transferSyntaxes().contains(file.transferSyntax().uid())
          && (!path.getParent().endsWith("bad") || PREPARER.prepare(file).width() > 0);
    } catch (DicomException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereIsSomethingToCompare() {
    assertThat(REFERENCES).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("files")
  void pictureIsThatOfTheReference(Path file) throws IOException {
    PreparedPicture picture = PREPARER.prepare(file);
    byte[] ours = ImagePreparerTest.greys(picture);
    BufferedImage reference = ImageIO.read(REFERENCES.get(file).toFile());
    assertThat(reference.getWidth()).isEqualTo(picture.width());
    assertThat(reference.getHeight()).isEqualTo(picture.height());
    byte[] theirs = new byte[ours.length];
    reference.getRaster().getDataElements(0, 0, picture.width(), picture.height(), theirs);

    long sum = 0;
    int far = 0;
    for (int i = 0; i < ours.length; i++) {
      int difference = Math.abs((ours[i] & 0xFF) - (theirs[i] & 0xFF));
      sum += difference;
      far += difference > 8 ? 1 : 0;
    }
    assertThat((double) sum / ours.length).as("mean absolute difference").isLessThanOrEqualTo(2);
    assertThat((double) far / ours.length).as("share beyond 8 greys").isLessThanOrEqualTo(0.01);
  }
}
