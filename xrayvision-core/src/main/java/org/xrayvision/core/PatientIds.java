/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.Optional;
import org.xrayvision.core.exam.Cnp;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.resilience.Guard;
import org.xrayvision.core.resilience.GuardedScheme;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.PatientIdScheme;

/**
 * The scheme that an engine reads patient ids by: the one that was given or named, or one that
 * knows no id where that cannot run. Immutable but for what the plugin does.
 *
 * @param scheme to be asked by everybody
 * @param guards what is around it: one guard, or none
 */
record PatientIds(PatientIdScheme scheme, List<GuardedScheme> guards) implements AutoCloseable {
  static PatientIds of(XRayVisionBuilder parts, Plugins plugins) {
    return Members.patientIds(parts, plugins)
        .map(member -> of(parts, member, plugins.exams()))
        .orElseGet(() -> new PatientIds(id -> Optional.empty(), List.of()));
  }

  private static PatientIds of(
      XRayVisionBuilder parts, Member<PatientIdScheme> member, ExamsInHand exams) {
    if (member.plugin() instanceof Cnp) {
      // Ours, and pure: it needs no thread of its own.
      return new PatientIds(member.plugin(), List.of());
    }
    GuardedScheme guarded =
        new GuardedScheme(parts.patientIdScheme.use().id(), member, exams, parts.clock);
    return new PatientIds(guarded, List.of(guarded));
  }

  /** How it is; empty where it is ours. */
  List<EndpointStatus> status() {
    return guards.stream().map(Guard::status).toList();
  }

  @Override
  public void close() {
    Guard.closeAll(guards);
  }
}
