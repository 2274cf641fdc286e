/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.EndpointProbe.Result;
import org.xrayvision.server.admin.Check.Outcome;

/** Checks that ask a plugin's endpoint. Stateless. */
final class EndpointChecks {
  private static final Duration HEALTH = Duration.ofSeconds(15);

  private EndpointChecks() {}

  /** A report source, asked whether it is well: of a FHIR server its metadata are read. */
  static OfHealth ofSource(EndpointProbe probe) {
    return new OfHealth(
        "his",
        probe,
        Outcome.ok("metadata", Map.of(), "It is there and answers."),
        Outcome.skipped("no_question", "It cannot be asked without a real question."),
        "Check that it runs, and the address and log-in in [fhir].");
  }

  /** A notifier, asked whether it could deliver; nobody is told anything. */
  static OfHealth ofNotifier(EndpointProbe probe) {
    return new OfHealth(
        "notifier",
        probe,
        Outcome.ok("reached", Map.of(), "It can be reached; nobody was told anything."),
        Outcome.skipped("untried", "It cannot be tried without telling somebody."),
        "Check that it runs, and the address in [notifications].");
  }

  /**
   * A plugin, asked whether it is well.
   *
   * @param advice what to do if it is not
   */
  record OfHealth(
      String kind, EndpointProbe probe, Outcome answered, Outcome notAsked, String advice)
      implements Check {
    @Override
    public String target() {
      return probe.name();
    }

    @Override
    public Duration atMost() {
      return HEALTH;
    }

    @Override
    public Outcome look() {
      Result result = probe.run(HEALTH);
      return switch (result.outcome()) {
        case ANSWERED -> answered;
        case NOT_ASKED -> notAsked;
        case FAILED -> Outcome.failed(words(result), advice);
      };
    }
  }

  /**
   * A vision model, shown a picture of which all is known.
   *
   * @param threshold a severity from which a finding is positive; what is shown is one
   */
  record OfModel(EndpointProbe probe, int threshold, Duration atMost) implements Check {
    @Override
    public String kind() {
      return "model";
    }

    @Override
    public String target() {
      return probe.name();
    }

    @Override
    public Outcome look() {
      Result result = probe.run(atMost);
      if (result.outcome() != EndpointProbe.Outcome.ANSWERED) {
        return Outcome.failed(
            words(result), "Start the server of the model, or remove its address.");
      }
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("severity", Integer.toString(result.severity()));
      facts.put("expected", Integer.toString(threshold));
      facts.put("model", model(result.model()));
      if (result.severity() < 0) {
        return Outcome.ok(
            "unassessed", facts, "It answered; nobody has assessed how severe that is.");
      }
      String seen =
          "Drawn chest with a consolidation: severity "
              + result.severity()
              + ", expected "
              + threshold
              + " or more.";
      return result.severity() >= threshold
          ? Outcome.ok("seen", facts, seen)
          : Outcome.failed(
              seen, "Check that the model is one for X-rays, and that it is given the picture.");
    }

    private static String model(@Nullable String name) {
      return name == null ? "" : name;
    }
  }

  private static String words(Result result) {
    return String.valueOf(result.message());
  }
}
