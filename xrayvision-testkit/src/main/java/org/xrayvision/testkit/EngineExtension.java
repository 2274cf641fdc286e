/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.simulator.vision.VisionModelSimulator;
import org.xrayvision.spi.VisionAnswer;

/**
 * Starts an engine on a temporary folder, and a simulated vision endpoint on any free port, for
 * each test; closes and deletes both. Not safe for threads.
 *
 * <pre>{@code
 * @RegisterExtension EngineExtension engine = new EngineExtension(builder -> builder.visionModel(mine));
 * }</pre>
 */
public final class EngineExtension implements BeforeEachCallback, AfterEachCallback {
  private final UnaryOperator<XRayVisionBuilder> parts;
  private @Nullable Path folder;
  private @Nullable VisionModelSimulator endpoint;
  private @Nullable XRayVision engine;

  /** An engine whose model says the same of every picture. */
  public EngineExtension() {
    this(builder -> builder);
  }

  /** An engine with parts of the test's own: its model, reader, options. */
  public EngineExtension(UnaryOperator<XRayVisionBuilder> parts) {
    this.parts = parts;
  }

  /** The running engine. */
  public XRayVision engine() {
    return Objects.requireNonNull(engine, "the test has not begun");
  }

  /** A simulated OpenAI-compatible endpoint that answers at once. */
  public VisionModelSimulator endpoint() {
    return Objects.requireNonNull(endpoint, "the test has not begun");
  }

  /** Waits until the exam has one of the statuses, a minute at most. */
  public Exam await(String uid, ExamStatus... statuses) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Optional<Exam> exam = engine().exam(uid).map(view -> view.exam());
    while (System.nanoTime() < end) {
      if (exam.isPresent() && Stream.of(statuses).anyMatch(exam.get().status()::equals)) {
        return exam.get();
      }
      Thread.sleep(10);
      exam = engine().exam(uid).map(view -> view.exam());
    }
    throw new AssertionError("exam " + uid + " did not get there: " + exam);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("xrayvision-test");
    endpoint = new VisionModelSimulator(0, Duration.ZERO);
    XRayVisionBuilder builder =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(
                request ->
                    VisionAnswer.builder()
                        .text("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal.")
                        .model("testkit")
                        .build());
    engine = parts.apply(builder).build();
    engine.start();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (engine != null) {
      engine.close();
    }
    if (endpoint != null) {
      endpoint.close();
    }
    if (folder != null) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
