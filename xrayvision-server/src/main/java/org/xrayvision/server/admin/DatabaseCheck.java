/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * SQLite's quick_check of one database. Immutable.
 *
 * @param damage finds what is wrong within a time
 */
record DatabaseCheck(String target, Function<Duration, Optional<String>> damage) implements Check {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Override
  public String kind() {
    return "database";
  }

  @Override
  public Duration atMost() {
    return LONGEST.plusSeconds(5);
  }

  @Override
  public Outcome look() {
    return damage
        .apply(LONGEST)
        .map(
            what ->
                Outcome.failed(
                    "It is damaged: " + what, "Stop the server, and restore the last backup."))
        .orElseGet(() -> Outcome.ok("whole", Map.of(), "It is whole."));
  }
}
