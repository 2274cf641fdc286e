/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.server.admin.Check.Outcome;
import org.xrayvision.server.admin.Check.State;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.simulator.pacs.PacsArchive;
import org.xrayvision.simulator.pacs.QueryRetrievePacs;

/** What each check finds, of real peers, files and sockets. */
@Timeout(120)
final class SelfTestTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path folder;

  private static PacsSettings pacs(int port) {
    return new PacsSettings(
        "main", "PACS", "127.0.0.1", port, PacsSettings.Method.C_MOVE, PacsSettings.Root.STUDY);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPacsThatAnswersTheEchoIsWell() throws IOException {
    try (QueryRetrievePacs pacs = QueryRetrievePacs.start("PACS", new PacsArchive())) {
      Outcome outcome = new PacsCheck(pacs(pacs.port()), "XRAYVISION").look();

      assertThat(outcome.message()).contains("PACS@127.0.0.1:" + pacs.port());
      assertThat(outcome.state()).isEqualTo(State.OK);
    }
  }

  @Test
  void aPacsThatIsNotThereFailsWithWhatToDo() throws IOException {
    Outcome outcome = new PacsCheck(pacs(freePort()), "XRAYVISION").look();

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.message()).contains("127.0.0.1");
    assertThat(outcome.advice()).contains("our AE title XRAYVISION");
  }

  @Test
  void theDiskIsWrittenForcedAndLeftAsItWas() throws IOException {
    Outcome outcome = new DiskCheck(folder, 0).look();

    assertThat(outcome.state()).isEqualTo(State.OK);
    assertThat(outcome.facts()).containsKeys("free", "total");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void tooLittleRoomIsAFailure() throws IOException {
    Outcome outcome = new DiskCheck(folder, Long.MAX_VALUE).look();

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.message()).contains("Exams are refused below");
  }

  @Test
  void theClockIsComparedWithTheDateOfAServer() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      URI dead = URI.create("http://127.0.0.1:" + freePort() + "/v1");
      URI peer = URI.create("http://127.0.0.1:" + port + "/v1/chat");
      Clock late = Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofMinutes(3));

      Outcome right = new ClockCheck(List.of(dead, peer), Clock.systemUTC()).look();
      assertThat(right.message()).contains("127.0.0.1");
      assertThat(right.state()).isEqualTo(State.OK);

      Outcome wrong = new ClockCheck(List.of(peer), late).look();
      assertThat(wrong.state()).isEqualTo(State.FAILED);
      assertThat(wrong.message()).matches("Our clock is 1[78]\\d\\.\\d s ahead of that of 127.*");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void withoutAServerThatTellsItsTimeTheClockIsSkipped() throws Exception {
    assertThat(new ClockCheck(List.of(), Clock.systemUTC()).look().state())
        .isEqualTo(State.SKIPPED);
  }

  @Test
  void damageOfADatabaseIsTold() {
    assertThat(new DatabaseCheck("x.db", time -> Optional.of("row 3 missing")).look().message())
        .isEqualTo("It is damaged: row 3 missing");
    assertThat(new DatabaseCheck("x.db", time -> Optional.empty()).look().state())
        .isEqualTo(State.OK);
  }

  @Test
  void aNotifierIsReachedOrNotOrCannotBeTriedWithoutTellingSomebody() {
    assertThat(told(EndpointProbe.Outcome.ANSWERED, null).code()).isEqualTo("reached");
    assertThat(told(EndpointProbe.Outcome.NOT_ASKED, null).state()).isEqualTo(State.SKIPPED);
    assertThat(told(EndpointProbe.Outcome.NOT_ASKED, null).code()).isEqualTo("untried");
    Outcome down = told(EndpointProbe.Outcome.FAILED, "ntfy at x cannot be reached");
    assertThat(down.state()).isEqualTo(State.FAILED);
    assertThat(down.message()).isEqualTo("ntfy at x cannot be reached");
    assertThat(down.advice()).contains("[notifications]");
  }

  private static Outcome told(EndpointProbe.Outcome outcome, @Nullable String message) {
    return EndpointChecks.ofNotifier(probe(new EndpointProbe.Result(outcome, message, null, -1)))
        .look();
  }

  @Test
  void aModelThatSeesNothingInAKnownPictureFails() {
    assertThat(seen(8).state()).isEqualTo(State.OK);
    assertThat(seen(8).facts()).containsEntry("severity", "8").containsEntry("expected", "5");
    Outcome blind = seen(0);
    assertThat(blind.state()).isEqualTo(State.FAILED);
    assertThat(blind.message()).contains("severity 0, expected 5 or more");
    assertThat(seen(-1).code()).isEqualTo("unassessed");
  }

  private static Outcome seen(int severity) {
    return new EndpointChecks.OfModel(
            probe(new EndpointProbe.Result(EndpointProbe.Outcome.ANSWERED, null, "seer", severity)),
            5,
            Duration.ofSeconds(5))
        .look();
  }

  private static EndpointProbe probe(EndpointProbe.Result result) {
    return new EndpointProbe() {
      @Override
      public String name() {
        return "model";
      }

      @Override
      public Result run(Duration atMost) {
        return result;
      }
    };
  }

  @Test
  void theKnownPictureIsOfTheSizeThatItSays() {
    var picture = Checks.picture();
    var bytes = ByteBuffer.wrap(picture.png());
    assertThat(bytes.getInt(16)).isEqualTo(picture.width());
    assertThat(bytes.getInt(20)).isEqualTo(picture.height());
  }

  /** A check that can be held up. */
  private record Slow(String target, CountDownLatch goOn, Duration atMost) implements Check {
    @Override
    public String kind() {
      return "slow";
    }

    @Override
    public Outcome look() throws InterruptedException {
      goOn.await();
      return Outcome.ok("done", Map.of(), "Done.");
    }
  }

  @Test
  void oneRunAtATimeAndAHangingCheckHoldsUpNobodyForEver() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Check hanging = new Slow("hanging", never, Duration.ofMillis(100));
    Check held = new Slow("held", goOn, Duration.ofSeconds(50));
    Check broken = new DiskCheck(folder.resolve("missing"), 0);
    try (SelfTest test = new SelfTest(List.of(hanging, held, broken), Clock.systemUTC())) {
      assertThat(test.last()).isEmpty();
      SelfTestRun first = test.start();
      assertThat(first.results()).hasSize(3);
      assertThat(test.start().id()).isEqualTo(first.id());
      await(test, 1, "running");
      assertThat(test.last().orElseThrow().results().get(0).message())
          .startsWith("It did not end within");
      goOn.countDown();
      while (test.last().orElseThrow().ended() == null) {
        Thread.sleep(10);
      }

      List<SelfTestRun.Result> results = test.last().orElseThrow().results();
      assertThat(results)
          .extracting(SelfTestRun.Result::state)
          .containsExactly("failed", "ok", "failed");
      assertThat(results).allMatch(result -> result.millis() != null);
      assertThat(test.start().id()).isEqualTo(first.id() + 1);
    }
  }

  private static void await(SelfTest test, int at, String state) throws InterruptedException {
    while (!test.last().orElseThrow().results().get(at).state().equals(state)) {
      Thread.sleep(10);
    }
  }
}
