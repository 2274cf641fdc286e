/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.AlertOptions.QuietHours;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;

class NotificationSectionTest {
  private static final String ON = "[processing]\nENABLE_NTFY = yes\n";

  @TempDir private Path data;

  private ServerConfiguration load(String text) throws IOException {
    Files.writeString(data.resolve("local.cfg"), text);
    return ConfigurationLoader.load(ConfigurationSources.ofDirectory(data));
  }

  @Test
  void nobodyIsToldUnlessItIsSwitchedOn() throws IOException {
    ServerConfiguration configuration =
        load("[notifications]\nNTFY_URL = http://ntfy/topic\nescalate_url = http://ntfy/chief\n");

    assertThat(configuration.plugins().notifiers()).isEmpty();
    assertThat(configuration.plugins().escalationNotifiers()).isEmpty();
    assertThat(configuration.alerts()).isEqualTo(AlertOptions.defaults());
  }

  @Test
  void theTopicsBecomeNotifiers() throws IOException {
    ServerConfiguration configuration =
        load(
            """
            [general]
            time_zone = Europe/Bucharest
            [notifications]
            NTFY_URL = https://ntfy.sh/Xr-7_a
            ntfy_token = tk_hush
            escalate_minutes = 15
            escalate_url = http://ntfy/chief
            """
                + ON);

    assertThat(configuration.plugins().notifiers())
        .containsExactly(
            new PluginUse(
                "ntfy",
                Map.of(
                    "url",
                    "https://ntfy.sh/Xr-7_a",
                    "token",
                    "tk_hush",
                    "time_zone",
                    "Europe/Bucharest"),
                Reach.EXTERNAL));
    assertThat(configuration.plugins().escalationNotifiers())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.reach()).isEqualTo(Reach.LOCAL);
              assertThat(use.settings()).containsEntry("url", "http://ntfy/chief");
            });
    assertThat(configuration.alerts().escalateAfter()).isEqualTo(Duration.ofMinutes(15));
    assertThat(configuration.plugins().named()).isGreaterThan(2);
    assertThat(configuration.shown().toString()).doesNotContain("Xr-7_a", "tk_hush", "chief");
  }

  @Test
  void everythingElseIsRead() throws IOException {
    AlertOptions alerts =
        load("""
                [notifications]
                public_url = https://x.example.org/
                alert_details = yes
                alert_picture = yes
                region_thresholds = Chest 4, hand 11
                critical_severity = 9
                quiet_hours = 22:00 - 06:30
                quiet_hours_critical = no
                alerts_per_minute = 3
                """)
            .alerts();

    assertThat(alerts)
        .isEqualTo(
            new AlertOptions(
                Map.of("chest", 4, "hand", 11),
                new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30)),
                9,
                false,
                Duration.ZERO,
                3,
                URI.create("https://x.example.org/"),
                true,
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quiet_hours = 22|hours of the day like 22:00-06:30",
        "quiet_hours = 22:00-22:00|hours of the day like 22:00-06:30",
        "region_thresholds = chest|a list like",
        "region_thresholds = chest 12|a list like",
        "region_thresholds = chest 4, chest 5|regions, each once",
        "critical_severity = 0|critical_severity",
        "alerts_per_minute = 1|alerts_per_minute",
        "NTFY_URL = nowhere|NTFY_URL",
        "NTFY_URL = http://ntfy/|must end with a topic",
        "escalate_minutes = 5|escalate_url is empty",
      })
  void whatCannotBeIsSaidAtTheStart(String line, String said) {
    String topic = line.startsWith("NTFY_URL") ? "" : "NTFY_URL = http://ntfy/t\n";

    assertThatThrownBy(() -> load("[notifications]\n" + topic + line + "\n" + ON))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("nowhere");
  }

  @Test
  void switchedOnWithoutAnybodyToTellIsAProblem() {
    assertThatThrownBy(() -> load(ON)).hasMessageContaining("NTFY_URL is empty");
  }

  @Test
  void othersMayBeToldInsteadOrBesides() throws IOException {
    String named = "[plugins]\nnotifier = folder\n[plugin:folder]\nid = folder-notifier\n";

    assertThat(load(named + ON).plugins().notifiers())
        .extracting(PluginUse::id)
        .isEqualTo(List.of("folder-notifier"));
    ServerConfiguration off = load(named);
    assertThat(off.plugins().notifiers()).isEmpty();
    assertThat(off.warnings()).anyMatch(text -> text.contains("nobody is told"));
  }

  @Test
  void detailsForAServerOutsideAreAWarning() throws IOException {
    String text = "[notifications]\nNTFY_URL = https://ntfy.sh/t\nalert_details = yes\n" + ON;

    assertThat(load(text).warnings()).anyMatch(warning -> warning.contains("is told no details"));
    assertThat(load(text.replace("[notifications]", "[notifications]\nntfy_reach = local")))
        .satisfies(
            configuration ->
                assertThat(configuration.plugins().notifiers().get(0).reach())
                    .isEqualTo(Reach.LOCAL));
  }

  @Test
  void aRegionThatThereIsNotIsAWarning() throws IOException {
    assertThat(load("[notifications]\nregion_thresholds = tail 4\n").warnings())
        .anyMatch(warning -> warning.contains("tail") && warning.contains("no such region"));
  }
}
