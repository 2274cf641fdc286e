/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** Closing, while others do not let go. A test that hangs is a close that does. */
@Timeout(90)
class CloseTest {
  private static final Path CHEST = Path.of("../testdata/ro/olteanu_torace_1.dcm");

  @TempDir private Path folder;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void letGo() {
    goOn.countDown();
    callers.shutdownNow();
  }

  /** Deaf to interrupts. */
  private void hang() {
    boolean interrupted = false;
    while (goOn.getCount() > 0) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says when it is being held up, and by whom. */
  private final class HangingModel implements VisionModel {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final boolean hangsInCalls;

    HangingModel(boolean hangsInCalls) {
      this.hangsInCalls = hangsInCalls;
    }

    @Override
    public VisionAnswer read(VisionRequest request) {
      asked.countDown();
      if (hangsInCalls) {
        hang();
      }
      return VisionAnswer.of("IMPRESSION:\nNormal.");
    }

    @Override
    public void close() {
      hang();
      ended.countDown();
    }
  }

  private XRayVision engine(VisionModel model) {
    XRayVision engine = XRayVision.builder().dataDirectory(folder).visionModel(model).build();
    engine.start();
    return engine;
  }

  /** That the directory was given free. */
  private void anotherEngineCanBegin() {
    XRayVision next = engine(request -> VisionAnswer.of("IMPRESSION:\nNormal."));
    next.close();
  }

  private static Set<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("xrv-"))
        .collect(Collectors.toSet());
  }

  private void noThreadIsLeft() throws InterruptedException {
    goOn.countDown();
    for (Thread thread : ours()) {
      thread.join();
    }
    assertThat(ours()).isEmpty();
  }

  private static ExamMetadata chest() {
    return ExamMetadata.builder(UIDs.newUid(), "DX").protocolName("Torace PA").build();
  }

  @Test
  void aPluginThatHangsInItsCallAndInItsEndHoldsNothingUp() throws Exception {
    HangingModel model = new HangingModel(true);
    XRayVision engine = engine(model);
    engine.ingest(CHEST);
    model.asked.await();

    engine.close();

    anotherEngineCanBegin();
    noThreadIsLeft();
  }

  @Test
  void aPluginWhoseEndThrowsAnErrorHoldsNothingUp() throws Exception {
    XRayVision engine =
        engine(
            new VisionModel() {
              @Override
              public VisionAnswer read(VisionRequest request) {
                return VisionAnswer.of("IMPRESSION:\nNormal.");
              }

              @Override
              public void close() {
                throw new AssertionError("not today");
              }
            });

    engine.close();

    anotherEngineCanBegin();
    noThreadIsLeft();
  }

  @Test
  void aThreadThatIsInterruptedClosesAllTheSame() throws Exception {
    HangingModel model = new HangingModel(false);
    XRayVision engine = engine(model);
    goOn.countDown();

    Thread.currentThread().interrupt();
    engine.close();

    assertThat(Thread.interrupted()).isTrue();
    model.ended.await();
    noThreadIsLeft();
    anotherEngineCanBegin();
  }

  @Test
  void listenersAndSubscribersThatBlockHoldNothingUp() throws Exception {
    CountDownLatch told = new CountDownLatch(2);
    XRayVision engine = engine(request -> VisionAnswer.of("IMPRESSION:\nNormal."));
    Subscription unused =
        engine.subscribe(
            event -> {
              told.countDown();
              hang();
            });
    engine
        .publisher(engine.lastSeq())
        .subscribe(
            new Ignoring() {
              @Override
              public void onNext(ExamEvent event) {
                told.countDown();
                hang();
              }
            });
    engine.ingest(CHEST);
    told.await();

    engine.close();

    anotherEngineCanBegin();
    noThreadIsLeft();
  }

  @Test
  void anObjectThatDoesNotEndHoldsNothingUpAndIsNotKept() throws Exception {
    XRayVision engine = engine(request -> VisionAnswer.of("IMPRESSION:\nNormal."));
    CountDownLatch arriving = new CountDownLatch(1);
    Future<IngestResult> offered = callers.submit(() -> engine.ingest(endless(arriving)));
    arriving.await();

    engine.close();

    XRayVision next = engine(request -> VisionAnswer.of("IMPRESSION:\nNormal."));
    goOn.countDown();
    assertThat(offered.get(60, TimeUnit.SECONDS).isStored()).isFalse();
    assertThat(next.exams(ExamQuery.all(1, 10)).exams()).isEmpty();
    assertThat(next.ingest(CHEST).isStored()).isTrue();
    next.close();
    noThreadIsLeft();
  }

  private InputStream endless(CountDownLatch arriving) throws IOException {
    return new FilterInputStream(Files.newInputStream(CHEST)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        arriving.countDown();
        hang();
        return super.read(bytes, offset, length);
      }
    };
  }

  @Test
  void whoeverSubscribesAfterTheEndLeavesNoThread() throws Exception {
    XRayVision engine = engine(new HangingModel(false));
    goOn.countDown();
    engine.ingest(DecodedPicture.of8Bit(new byte[64], 8, 8), chest());
    engine.close();

    engine.publisher(0).subscribe(new Ignoring());

    noThreadIsLeft();
  }

  /** Hears nothing. */
  private static class Ignoring implements Flow.Subscriber<ExamEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(ExamEvent event) {}

    @Override
    public void onError(Throwable trouble) {}

    @Override
    public void onComplete() {}
  }
}
