/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.simulator.http.HttpFault;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/** What must be the same for who embeds the engine and for who runs the server. */
@Timeout(180)
abstract class ScenarioSuite {
  @TempDir private Path temp;
  private SmallImages images;
  private VisionModelSimulator model;

  /** Starts an engine on this folder, which asks this endpoint, and for its health each second. */
  abstract ScenarioDriver start(Path data, URI endpoint) throws Exception;

  @BeforeEach
  void startModel() throws Exception {
    images = new SmallImages();
    model = new VisionModelSimulator(0, Duration.ofMillis(20));
  }

  @AfterEach
  void stopModel() {
    model.close();
  }

  private ScenarioDriver start() throws Exception {
    return start(temp.resolve("data"), model.endpoint());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(20);
    }
  }

  private static void awaitDone(ScenarioDriver engine, String uid) throws Exception {
    await(() -> engine.status(uid).equals("done"));
  }

  @Test
  void whatArrivesIsRead() throws Exception {
    SmallImages.Instance instance = images.next();
    try (ScenarioDriver engine = start()) {
      assertThat(engine.send(instance)).isTrue();
      awaitDone(engine, instance.uid());

      assertThat(engine.report(instance.uid())).isNotBlank();
      assertThat(engine.journal(instance.uid()))
          .containsExactly("received", "queued", "processing", "done");
      // The same once more changes nothing.
      assertThat(engine.send(instance)).isTrue();
      assertThat(engine.exams()).isEqualTo(1);
      assertThat(model.readings()).isEqualTo(1);
    }
  }

  @Test
  void anotherLookIsAnotherReading() throws Exception {
    SmallImages.Instance instance = images.next();
    try (ScenarioDriver engine = start()) {
      engine.send(instance);
      awaitDone(engine, instance.uid());

      assertThat(engine.lookAgain(instance.uid())).isTrue();
      await(() -> engine.journal(instance.uid()).stream().filter("done"::equals).count() == 2);

      assertThat(engine.status(instance.uid())).isEqualTo("done");
      assertThat(engine.journal(instance.uid())).contains("requeue");
      assertThat(model.readings()).isEqualTo(2);
    }
  }

  @Test
  void otherBytesOfTheSameInstanceAreAConflict() throws Exception {
    SmallImages.Instance instance = images.next();
    byte[] other = instance.dataSet().clone();
    other[other.length - 1] ^= 1;
    try (ScenarioDriver engine = start()) {
      engine.send(instance);
      awaitDone(engine, instance.uid());

      assertThat(engine.send(new SmallImages.Instance(instance.uid(), other))).isTrue();

      assertThat(engine.journal(instance.uid())).contains("conflict");
      assertThat(engine.status(instance.uid())).isEqualTo("done");
      assertThat(engine.exams()).isEqualTo(1);
    }
  }

  @Test
  void anOutageIsWaitedOut() throws Exception {
    SmallImages.Instance instance = images.next();
    model.fault(HttpFault.UNAVAILABLE);
    try (ScenarioDriver engine = start()) {
      assertThat(engine.send(instance)).isTrue();
      await(() -> engine.journal(instance.uid()).contains("queued"));
      assertThat(engine.status(instance.uid())).isIn("queued", "processing");
      assertThat(engine.report(instance.uid())).isEmpty();

      model.fault(HttpFault.NONE);

      awaitDone(engine, instance.uid());
      assertThat(engine.journal(instance.uid())).doesNotContain("error");
    }
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsReadAfterIt() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    model.fault(HttpFault.HANG);
    ScenarioDriver first = start();
    for (int i = 0; i < 5; i++) {
      SmallImages.Instance instance = images.next();
      assertThat(first.send(instance)).isTrue();
      acknowledged.add(instance.uid());
    }
    await(() -> anyIs(first, acknowledged, "processing"));

    first.kill();
    model.fault(HttpFault.NONE);

    try (ScenarioDriver second = start()) {
      for (String uid : acknowledged) {
        awaitDone(second, uid);
      }
      assertThat(second.exams()).isEqualTo(acknowledged.size());
    }
  }

  private static boolean anyIs(ScenarioDriver engine, List<String> uids, String status)
      throws Exception {
    for (String uid : uids) {
      if (engine.status(uid).equals(status)) {
        return true;
      }
    }
    return false;
  }
}
