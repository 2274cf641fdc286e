/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.xrayvision.server.logging.RateGate;

/**
 * Writes log-ins into the log, at a bounded rate. Names only accounts that there are: people type
 * passwords where the name belongs. Safe for threads.
 */
final class LoginJournal {
  private static final Logger LOG = System.getLogger(LoginJournal.class.getName());
  private static final int MOST_IN_A_MINUTE = 60;

  private final RateGate successes;
  private final RateGate scripts;
  private final RateGate failures;

  LoginJournal(Clock clock) {
    successes = new RateGate(clock, Duration.ofSeconds(1), MOST_IN_A_MINUTE);
    // A script shows its password with every request.
    scripts = new RateGate(clock, Duration.ofHours(1), MOST_IN_A_MINUTE);
    failures = new RateGate(clock, Duration.ofSeconds(1), MOST_IN_A_MINUTE);
  }

  void accepted(UserRow user, String address, boolean script) {
    RateGate gate = script ? scripts : successes;
    if (gate.passes(user.name() + " " + address)) {
      LOG.log(
          Level.INFO,
          () -> user.name() + " logged in from " + address + (script ? " (HTTP Basic)" : ""));
    }
  }

  void refused(Optional<UserRow> user, String address) {
    String why =
        user.map(row -> row.enabled() ? "wrong password of " : "disabled account ")
            .map(what -> what + user.get().name())
            .orElse("no such account");
    warn("log-in refused from " + address + ": " + why);
  }

  void throttled(Optional<UserRow> user, String address) {
    String whose = user.map(row -> " as " + row.name()).orElse("");
    warn("log-in from " + address + whose + " not looked at: too many failures");
  }

  private void warn(String text) {
    if (failures.passes(text)) {
      LOG.log(Level.WARNING, text);
    }
  }
}
