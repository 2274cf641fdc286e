/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * Replays every frame that once did harm: {@code src/test/resources/crashers}, named by the end of
 * the transfer syntax, rows x columns x bits, and what was the matter.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashersTest {
  private static final Path FOLDER = Path.of("src/test/resources/crashers");
  private static final Pattern NAME = Pattern.compile("(\\d+)\\.(\\d+)x(\\d+)x(\\d+)\\..+");

  static Stream<Path> crashers() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("crashers")
  void isReadOrRefused(Path crasher) throws IOException {
    Matcher name = NAME.matcher(crasher.getFileName().toString());
    assertThat(name.matches()).as("the name tells how to decode it").isTrue();
    String syntax = "1.2.840.10008.1.2.4." + name.group(1);
    ImagePixel pixel =
        ImagePixel.monochrome(number(name, 2), number(name, 3), 16, number(name, 4), false);
    try {
      Frame frame =
          decoder(syntax).decode(syntax, ByteBuffer.wrap(Files.readAllBytes(crasher)), pixel);
      assertThat(Streams.values(frame)).hasSize(pixel.valuesPerFrame());
    } catch (DicomException e) {
      assertThat(e).hasMessageNotContainingAny("null", "Exception");
    }
  }

  private static int number(Matcher name, int group) {
    return Integer.parseInt(name.group(group));
  }

  private static FrameDecoder decoder(String syntax) {
    return Codecs.decoders().stream()
        .filter(decoder -> decoder.transferSyntaxes().contains(syntax))
        .findFirst()
        .orElseThrow();
  }
}
