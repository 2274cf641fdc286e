/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.server.http.Dashboard.ai;
import static org.xrayvision.server.http.Dashboard.exam;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes by itself, in a real browser: events, a lost connection, positives and their sound.
 */
final class DashboardLiveIT {
  /** Counts tones and notifications in place of making them. */
  private static final String SENSES =
      """
      window.tones = 0;
      window.said = [];
      const node = () => ({ frequency: {}, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} },
        connect: next => next, start() { window.tones++; }, stop() {} });
      window.AudioContext = class { currentTime = 0; createOscillator = node; createGain = node; };
      window.Notification = class {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title, options) { window.said.push(options.body); }
        addEventListener() {}
        close() {}
      };
      """;

  private static final String STATE =
      """
      {"event":%s,"dashboard":{"queue_size":4,"check_queue_size":0,"processing":null,
        "success_count":1,"error_count":0,"ignore_count":0},
       "storage":{"low":false,"free_mb":null,"min_free_mb":1500},
       "openai":{"endpoints":[],"readers":[]},"timings":{"total":null,"average":6600},
       "next_query":"Disabled"}
      """;

  @TempDir private static Path folder;
  private static Dashboard board;

  @BeforeAll
  static void start() {
    board =
        new Dashboard(
            folder,
            0,
            exam(20, "1.2.4.20", "11-21 11:00", "spine", "done"),
            exam(30, "1.2.4.30", "11-21 10:50", "pelvis", "done"),
            ai(20, 7),
            ai(30, 2));
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  @AfterEach
  void noComplaints() {
    assertThat(board.complaints).as("errors on the page").isEmpty();
  }

  private static String event(int seq, String name, String payload) {
    return STATE.formatted(
        """
        {"seq":%d,"at":"2026-11-21T09:00:00Z","name":"%s","payload":%s}
        """
            .formatted(seq, name, payload));
  }

  private static String connected(int seq) {
    return event(seq, "connected", "{\"address\":\"\",\"seq\":" + seq + "}");
  }

  private static String positive(int seq) {
    return event(seq, "new_exam", "{\"uid\":\"1.2.3.20\",\"positive\":true,\"reviewed\":false}");
  }

  @Test
  void aConnectionThatIsCutComesBackAndWhatWasMissedIsThere() {
    List<String> asked = new CopyOnWriteArrayList<>();
    List<WebSocketRoute> open = new CopyOnWriteArrayList<>();
    AtomicBoolean cut = new AtomicBoolean();
    Page page = board.page("user");
    page.route("**/api/status", route -> route.abort());
    page.routeWebSocket(
        "**/ws*",
        socket -> {
          asked.add(socket.url());
          if (cut.get()) {
            socket.close();
          } else {
            open.add(socket);
            socket.connectToServer();
          }
        });
    board.open(page, "?region=pelvis");
    assertThat(page.locator("#live")).hasText("Live");
    assertThat(page.locator(".card")).hasAttribute("data-status", "done");

    cut.set(true);
    open.get(0).close();
    assertThat(page.locator("#live")).hasText("Reconnecting");
    assertThat(page.locator("#offline")).containsText("Connection lost at");
    board.server.engine.requeue("1.2.3.30");
    cut.set(false);

    assertThat(page.locator("#live")).hasText("Live");
    assertThat(page.locator("#offline")).isHidden();
    assertThat(page.locator(".card")).hasAttribute("data-status", "requeue");
    assertThat(asked.get(0)).doesNotContain("since");
    assertThat(asked.get(asked.size() - 1)).contains("?since=");
    page.context().close();
  }

  @Test
  void aNewPositiveIsToldBySoundAndNotificationOnlyOnceTheyAreSwitchedOn() {
    List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
    Page page = board.page("user");
    page.addInitScript(SENSES);
    page.routeWebSocket(
        "**/ws*",
        socket -> {
          sockets.add(socket);
          socket.send(connected(10));
        });
    board.open(page, "");
    WebSocketRoute socket = first(page, sockets);
    socket.send(positive(11));
    assertThat(page.locator("#positive")).containsText("New positive");
    assertThat(page.evaluate("[window.tones, window.said.length]")).isEqualTo(List.of(0, 0));

    page.locator(".menu summary").click();
    page.locator("#switch-sound").click();
    page.locator("#switch-notify").click();
    assertThat(page.locator("#switch-notify")).hasAttribute("aria-pressed", "true");
    page.waitForFunction("window.tones > 0");
    assertThat(page.evaluate("window.tones")).as("it is heard once how it sounds").isEqualTo(1);
    page.keyboard().press("Escape");
    socket.send(positive(12));
    assertThat(page.locator("#positive")).containsText("2 new positives");
    page.waitForFunction("window.said.length === 1 && window.tones > 1");
    socket.send(positive(13));
    assertThat(page.locator("#positive")).containsText("3 new positives");
    assertThat(page.evaluate("window.tones")).as("at most one in 30 s").isEqualTo(2);
    assertThat(page.evaluate("window.said.join()").toString())
        .contains("New positive")
        .doesNotContain("P.I.");
    page.context().close();
  }

  @Test
  void whatWasMissedCountsButIsNotToldAloud() {
    Page page = board.page("user");
    page.addInitScript(SENSES);
    Dashboard.remember(page, Map.of("sound", "on", "notify", "on"));
    page.routeWebSocket(
        "**/ws*",
        socket -> {
          socket.send(connected(12));
          socket.send(positive(12));
        });
    board.open(page, "");
    assertThat(page.locator("#live")).hasText("Live");
    assertThat(page.locator(".card").first()).isVisible();

    assertThat(page.locator("#positive")).hasCount(0);
    assertThat(page.evaluate("[window.tones, window.said.length]")).isEqualTo(List.of(0, 0));
    page.context().close();
  }

  @Test
  void aToastLeadsToThePicture() {
    List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
    Page page = board.page("user");
    page.routeWebSocket(
        "**/ws*",
        socket -> {
          sockets.add(socket);
          socket.send(connected(10));
        });
    board.open(page, "");
    first(page, sockets).send(positive(11));
    Locator toast = page.locator("#positive");
    assertThat(toast).isVisible();
    Dashboard.button(toast, "Open").click();
    assertThat(page.locator("dialog.viewer .v-top .mark")).hasText("7positive");
    assertThat(toast).hasCount(0);
    page.context().close();
  }

  /** The list may be there before the page listens. */
  private static WebSocketRoute first(Page page, List<WebSocketRoute> sockets) {
    page.waitForCondition(() -> !sockets.isEmpty());
    return sockets.get(0);
  }
}
