/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.nio.file.Path;
import java.util.List;
import org.xrayvision.core.PluginUse;

/**
 * Which plugins run, each with its settings. Immutable; its text form shows no setting's value.
 *
 * @param directory where the site's own plugins lie
 * @param visionModels the preferred one first; at least one
 * @param reportReaders the preferred one first; none where nobody assesses
 * @param shadowModels look at what is done; in the order of the file
 * @param examListeners in the order of the file
 * @param patientIdSchemes one, or none where ids tell nothing
 * @param notifiers are told of positive findings; none unless that is switched on
 * @param escalationNotifiers are told of what nobody has acknowledged
 */
public record PluginSettings(
    Path directory,
    List<PluginUse> visionModels,
    List<PluginUse> reportReaders,
    List<PluginUse> reportSources,
    List<PluginUse> shadowModels,
    List<PluginUse> examListeners,
    List<PluginUse> patientIdSchemes,
    List<PluginUse> notifiers,
    List<PluginUse> escalationNotifiers) {
  /** Copies the lists. */
  public PluginSettings {
    visionModels = List.copyOf(visionModels);
    reportReaders = List.copyOf(reportReaders);
    reportSources = List.copyOf(reportSources);
    shadowModels = List.copyOf(shadowModels);
    examListeners = List.copyOf(examListeners);
    patientIdSchemes = List.copyOf(patientIdSchemes);
    notifiers = List.copyOf(notifiers);
    escalationNotifiers = List.copyOf(escalationNotifiers);
  }

  /** How many plugins the configuration names. */
  public int named() {
    return visionModels.size()
        + reportReaders.size()
        + reportSources.size()
        + shadowModels.size()
        + examListeners.size()
        + patientIdSchemes.size()
        + notifiers.size()
        + escalationNotifiers.size();
  }
}
