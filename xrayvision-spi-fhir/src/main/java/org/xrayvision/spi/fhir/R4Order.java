/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server knows of an exam before its report. Immutable.
 *
 * @param patientId of the Patient resource, or null if nobody was found
 * @param requestIds of the ServiceRequests that it answers
 * @param studyIds of its ImagingStudy resources
 * @param requests those of the ServiceRequests that were read
 */
record R4Order(
    @Nullable String patientId,
    Set<String> requestIds,
    Set<String> studyIds,
    Map<String, JsonNode> requests) {
  boolean isEmpty() {
    return requestIds.isEmpty() && studyIds.isEmpty();
  }
}
