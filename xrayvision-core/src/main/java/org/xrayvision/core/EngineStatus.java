/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.QueueCounts;

/**
 * What the engine is doing now. Immutable.
 *
 * @param load how much there is to do, of the same moment
 * @param processing the UIDs that are being read
 * @param endpoints the vision models in their order of preference
 * @param readerEndpoints the report readers in their order of preference; empty where reports are
 *     not assessed
 * @param shadowEndpoints the shadow models, none of which exams wait for
 * @param sourceEndpoints the report sources in their order of preference; empty without one
 * @param notifierEndpoints those who are told of alerts, and after them those who are told of what
 *     nobody has acknowledged
 * @param listenerEndpoints the plugins that hear events; one that is not active is switched off
 * @param patientIdEndpoints the plugin that knows patient ids, in the same way; empty where it is
 *     the engine's own
 * @param trouble why nothing is read now, in one line without patient data; null where all is well
 * @param reportTrouble why no radiologist's report is had or assessed now, in the same way
 * @param alertTrouble what keeps alerts from being delivered, in the same way
 * @param lastLatencySeconds how long the last reading took
 * @param averageLatencySeconds the mean over the last hundred
 * @param listenerFailures how often a listener has thrown
 */
public record EngineStatus(
    QueueCounts counts,
    EngineLoad load,
    List<String> processing,
    List<EndpointStatus> endpoints,
    List<EndpointStatus> readerEndpoints,
    List<EndpointStatus> shadowEndpoints,
    List<EndpointStatus> sourceEndpoints,
    List<EndpointStatus> notifierEndpoints,
    List<EndpointStatus> listenerEndpoints,
    List<EndpointStatus> patientIdEndpoints,
    @Nullable String trouble,
    @Nullable String reportTrouble,
    @Nullable String alertTrouble,
    OptionalDouble lastLatencySeconds,
    OptionalDouble averageLatencySeconds,
    long listenerFailures) {
  /** Copies the lists. */
  public EngineStatus {
    processing = List.copyOf(processing);
    endpoints = List.copyOf(endpoints);
    readerEndpoints = List.copyOf(readerEndpoints);
    shadowEndpoints = List.copyOf(shadowEndpoints);
    sourceEndpoints = List.copyOf(sourceEndpoints);
    notifierEndpoints = List.copyOf(notifierEndpoints);
    listenerEndpoints = List.copyOf(listenerEndpoints);
    patientIdEndpoints = List.copyOf(patientIdEndpoints);
  }
}
