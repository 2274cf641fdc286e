/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.server.config.OpenAiSection.NamedUse;

/** Reads {@code [notifications]}: what is told and when, and two topics of ntfy. */
final class NotificationSection {
  /** The plugin's id, and the word that means this section in {@code [plugins]}. */
  static final String ID = "ntfy";

  private final Values values;
  private final Findings findings;

  NotificationSection(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /**
   * Whom and when.
   *
   * @param regions the names of the regions that there are
   */
  AlertOptions options(Set<String> regions) {
    Set<String> unknown = new TreeSet<>(values.get(Keys.REGION_THRESHOLDS).keySet());
    unknown.removeAll(regions);
    if (!unknown.isEmpty()) {
      findings.warning(
          Keys.REGION_THRESHOLDS + " names " + String.join(", ", unknown) + ": no such region");
    }
    AlertOptions options =
        AlertOptions.defaults()
            .withRegionThresholds(values.get(Keys.REGION_THRESHOLDS))
            .withEscalation(
                values.get(Keys.CRITICAL_SEVERITY),
                Duration.ofMinutes(values.get(Keys.ESCALATE_MINUTES)))
            .withPerMinute(values.get(Keys.ALERTS_PER_MINUTE))
            .withContent(
                values.get(Keys.PUBLIC_URL).orElse(null),
                values.get(Keys.ALERT_DETAILS),
                values.get(Keys.ALERT_PICTURE));
    return values
        .get(Keys.QUIET_HOURS)
        .map(hours -> options.withQuietHours(hours, values.get(Keys.QUIET_HOURS_CRITICAL)))
        .orElse(options);
  }

  /** The topic that is told of each alert, if that is wanted. */
  List<NamedUse> notifier() {
    if (values.get(Keys.NTFY_URL).isEmpty()) {
      findings.problem(
          "[processing] ENABLE_NTFY = yes, but [notifications] NTFY_URL is empty: name the address"
              + " of the topic, or whom else to tell in [plugins] notifier");
    }
    return use(Keys.NTFY_URL);
  }

  /** The topic that is told of what nobody has acknowledged, if there is one. */
  List<NamedUse> escalation() {
    boolean topic = values.get(Keys.ESCALATE_URL).isPresent();
    boolean wanted = values.get(Keys.ESCALATE_MINUTES) > 0;
    if (wanted && !topic) {
      findings.problem(
          "[notifications] escalate_minutes is set, but escalate_url is empty: name the address of"
              + " the topic, or whom else to tell in [plugins] escalation_notifier");
    }
    return wanted ? use(Keys.ESCALATE_URL) : List.of();
  }

  private List<NamedUse> use(Key<Optional<URI>> key) {
    Optional<URI> address = values.get(key);
    if (address.isEmpty()) {
      return List.of();
    }
    String path = String.valueOf(address.get().getRawPath());
    if (!path.matches("(/[^/]+)*/[-_A-Za-z0-9]{1,64}") || address.get().getRawQuery() != null) {
      findings.problem(key + " must end with a topic: 1 to 64 letters, digits, - and _");
    }
    if (!values.get(Keys.NTFY_TOKEN).isEmpty() && !values.get(Keys.NTFY_USERNAME).isEmpty()) {
      findings.problem("[notifications] ntfy_token and ntfy_username are both set: choose one");
    }
    PluginUse use =
        PluginUse.of(ID)
            .with("url", address.get().toString())
            .with("time_zone", values.get(Keys.TIME_ZONE).getId());
    use = with(use, "token", Keys.NTFY_TOKEN);
    use = with(use, "username", Keys.NTFY_USERNAME);
    use = with(use, "password", Keys.NTFY_PASSWORD);
    boolean external = reach(address.get()) == Reach.EXTERNAL;
    if (external && values.get(Keys.ALERT_DETAILS)) {
      findings.warning(
          "[notifications] alert_details = yes, but the server of "
              + key.name()
              + " is outside the house and is told no details; if it is the hospital's own, set"
              + " ntfy_reach = local");
    }
    return List.of(new NamedUse("[notifications] " + key.name(), external ? use.external() : use));
  }

  private Reach reach(URI address) {
    String reach = values.get(Keys.NTFY_REACH);
    return reach.equals("AUTO") ? Reach.of(address) : Reach.valueOf(reach);
  }

  private PluginUse with(PluginUse use, String setting, Key<String> key) {
    String value = values.get(key);
    return value.isEmpty() ? use : use.with(setting, value);
  }
}
