/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;
import java.util.Optional;
import org.xrayvision.core.exam.Cnp;
import org.xrayvision.core.plugin.BriefCall;
import org.xrayvision.core.plugin.GuardedScheme;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.spi.PatientIdScheme;

/** Finds the scheme that an engine reads patient ids by. Stateless. */
final class PatientIds {
  private static final PluginKind KIND = PluginKind.PATIENT_ID_SCHEME;
  private static final PluginRole ROLE = PluginRole.inOrder(0);

  /** For an object at the door; the sender waits for it. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private PatientIds() {}

  /** The one that was given or named; one that knows no id where a named one cannot run. */
  static PatientIdScheme of(XRayVisionBuilder parts, Plugins plugins) {
    PluginUse use = parts.patientIdScheme.use();
    PatientIdScheme given = parts.patientIdScheme.plugin();
    if (given != null) {
      ClassLoader loader = given.getClass().getClassLoader();
      return guarded(
          new Plugins.Made<>(
              given,
              use,
              loader == null ? ClassLoader.getSystemClassLoader() : loader,
              parts.meters.of(KIND, use.id(), ROLE)),
          plugins);
    }
    return plugins
        .make(KIND, PatientIdScheme.class, use, ROLE)
        .map(made -> guarded(made, plugins))
        .orElse(id -> Optional.empty());
  }

  private static PatientIdScheme guarded(Plugins.Made<PatientIdScheme> made, Plugins plugins) {
    if (made.plugin() instanceof Cnp) {
      // Ours, and pure: it needs no thread of its own.
      return made.plugin();
    }
    return new GuardedScheme(
        made.plugin(),
        new BriefCall("xrv-patient-id-" + made.use().id(), made.loader(), TIME),
        made.meter(),
        why -> plugins.switchedOff(KIND, ROLE, why));
  }
}
