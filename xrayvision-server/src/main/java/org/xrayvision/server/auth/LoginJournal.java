/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.logging.RateGate;

/**
 * Writes log-ins into the log and the audit log, failures at a bounded rate. Names only accounts
 * that there are: people type passwords where the name belongs. Safe for threads.
 */
final class LoginJournal {
  private static final Logger LOG = System.getLogger(LoginJournal.class.getName());
  private static final int MOST_IN_A_MINUTE = 60;

  private static final int MOST_AUDITED_IN_A_MINUTE = 600;

  private final AuditLog audit;
  private final RateGate successes;
  private final RateGate scripts;
  private final RateGate failures;
  private final RateGate audited;

  LoginJournal(Clock clock, AuditLog audit) {
    this.audit = audit;
    successes = new RateGate(clock, Duration.ofSeconds(1), MOST_IN_A_MINUTE);
    // A script shows its password with every request.
    scripts = new RateGate(clock, Duration.ofHours(1), MOST_IN_A_MINUTE);
    failures = new RateGate(clock, Duration.ofSeconds(1), MOST_IN_A_MINUTE);
    audited = new RateGate(clock, Duration.ofSeconds(1), MOST_AUDITED_IN_A_MINUTE);
  }

  /**
   * Somebody was let in.
   *
   * @param how by what, if not by the log-in page
   */
  void accepted(UserRow user, String address, String how) {
    boolean script = how.equals("HTTP Basic");
    boolean passes = (script ? scripts : successes).passes(user.name() + " " + address);
    if (passes) {
      String by = how.isEmpty() ? "" : " (" + how + ")";
      LOG.log(Level.INFO, () -> user.name() + " logged in from " + address + by);
    }
    if (passes || !script) {
      record("login", Optional.of(user), address, how);
    }
  }

  void refused(Optional<UserRow> user, String address) {
    String why =
        user.map(row -> row.enabled() ? "wrong password of " : "disabled account ")
            .map(what -> what + user.get().name())
            .orElse("no such account");
    failed("login_failed", user, address, "log-in refused from " + address + ": " + why);
  }

  void throttled(Optional<UserRow> user, String address) {
    String whose = user.map(row -> " as " + row.name()).orElse("");
    failed(
        "login_throttled",
        user,
        address,
        "log-in from " + address + whose + " not looked at: too many failures");
  }

  private void failed(String action, Optional<UserRow> user, String address, String text) {
    if (failures.passes(text)) {
      LOG.log(Level.WARNING, text);
    }
    if (audited.passes(text)) {
      record(action, user, address, user.isPresent() ? "" : "no such account");
    }
  }

  private void record(String action, Optional<UserRow> user, String address, String detail) {
    try {
      audit.record(
          user.map(UserRow::name).orElse("?"),
          user.map(row -> row.role().code()).orElse(""),
          address,
          action,
          "",
          detail);
    } catch (XRayVisionException e) {
      // A full disk must not lock out who would mend it.
      LOG.log(Level.ERROR, "a log-in is not in the audit log: " + e.getMessage());
    }
  }
}
