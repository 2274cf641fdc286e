/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.spi.TransientBackendException;

/** Whether an object is on the disk as it was received. */
class VerifyTest {
  private static final Path CHEST = Path.of("../testdata/ro/olteanu_torace_1.dcm");
  private static final String DX = SOPClass.DigitalXRayImageStorageForPresentation;

  @TempDir Path root;
  private XRayVision engine;
  private String uid;

  @BeforeEach
  void store() throws IOException {
    engine =
        XRayVision.builder()
            .dataDirectory(root)
            .visionModel(
                request -> {
                  throw TransientBackendException.outage("down", (Throwable) null);
                })
            .build();
    engine.start();
    uid = String.valueOf(engine.ingest(CHEST).uid());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Path file(String suffix) {
    return root.resolve("images").resolve(uid + suffix);
  }

  private static void flipLastByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void whatIsThereAsItCameIsKept() {
    assertThat(engine.verify(DX, uid)).isEqualTo(Verification.KEPT);
  }

  @Test
  void anObjectThatIsUnknownOrWhoseFileIsGoneIsNotThere() throws IOException {
    assertThat(engine.verify(DX, "1.2.3")).isEqualTo(Verification.NO_SUCH_OBJECT);
    Files.delete(file(".dcm"));
    assertThat(engine.verify(DX, uid)).isEqualTo(Verification.NO_SUCH_OBJECT);
  }

  @Test
  void theClassMustBeTheObjectsOwn() {
    assertThat(engine.verify(SOPClass.ComputedRadiographyImageStorage, uid))
        .isEqualTo(Verification.OTHER_SOP_CLASS);
  }

  @Test
  void oneBitThatHasTurnedAndABytesLessAreDamage() throws IOException {
    flipLastByte(file(".dcm"));
    assertThat(engine.verify(DX, uid)).isEqualTo(Verification.DAMAGED);

    byte[] bytes = Files.readAllBytes(CHEST);
    Files.write(file(".dcm"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(engine.verify(DX, uid)).isEqualTo(Verification.DAMAGED);
  }

  @Test
  void anotherObjectWithTheUidMustBeWholeToo() throws IOException {
    byte[] bytes = Files.readAllBytes(CHEST);
    byte[] name = "Olteanu".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length - name.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i] = 'U';
      }
    }
    engine.ingest(new ByteArrayInputStream(bytes));
    assertThat(engine.verify(DX, uid)).isEqualTo(Verification.KEPT);

    flipLastByte(file(".1.dcm"));

    assertThat(engine.verify(DX, uid)).isEqualTo(Verification.DAMAGED);
  }

  @Test
  void whatIsNoUidIsNoQuestion() {
    assertThatIllegalArgumentException().isThrownBy(() -> engine.verify(DX, "../1"));
  }
}
