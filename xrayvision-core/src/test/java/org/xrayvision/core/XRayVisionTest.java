/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.VisionAnswer;

class XRayVisionTest {
  @TempDir private Path folder;

  private XRayVision engine() {
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(request -> VisionAnswer.of("x"))
        .build();
  }

  private static InputStream object() {
    return UndecodableObject.part10(UIDs.newUid());
  }

  @Test
  void nothingIsTakenBeforeTheStart() {
    try (XRayVision engine = engine()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> engine.ingest(object()))
          .withMessageContaining("start()");
      assertThat(engine.load().waiting()).isZero();
    }
  }

  @Test
  void whatComesAfterTheEndIsToComeAgain() throws IOException {
    XRayVision engine = engine();
    engine.start();
    assertThat(engine.ingest(object()).outcome()).isEqualTo(Outcome.STORED);
    engine.close();

    assertThat(engine.ingest(object()).outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
  }

  @Test
  void closingWaitsForWhatIsArriving() throws Exception {
    XRayVision engine = engine();
    engine.start();
    CountDownLatch arriving = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      InputStream slow = slow(object(), arriving, goOn);
      Future<IngestResult> result = threads.submit(() -> engine.ingest(slow));
      assertThat(arriving.await(30, TimeUnit.SECONDS)).isTrue();
      Future<?> closed = threads.submit(engine::close);
      while (engine.ingest(object()).isStored()) {
        Thread.onSpinWait();
      }
      goOn.countDown();

      assertThat(result.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.STORED);
      closed.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static InputStream slow(
      InputStream object, CountDownLatch arriving, CountDownLatch goOn) {
    return new FilterInputStream(object) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        arriving.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
        return super.read(bytes, offset, length);
      }
    };
  }
}
