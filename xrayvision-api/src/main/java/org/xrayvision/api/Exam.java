/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One X-ray image (one SOP instance) and all that is known of it. Immutable.
 *
 * @param uid the SOP Instance UID
 * @param created the exam's own date and time as its header says, in the site's zone
 * @param protocol ProtocolName or what stands in for it; empty where the header says nothing
 * @param region the region's name, empty where none matches
 * @param projection frontal, lateral, oblique; empty where it is not known
 * @param modality CR, DX
 * @param serviceRequestId the hospital's service request, where the report source has told it
 * @param accessionNumber what the header calls the order, or null
 * @param received when this engine stored the object
 * @param conflict whether another object came with the same UID and other bytes
 * @param attempts how many tries at the analysis have counted
 * @param detail why it is {@code error} or {@code ignore}, or what it waits for; null where there
 *     is nothing to say
 */
public record Exam(
    String uid,
    Patient patient,
    LocalDateTime created,
    String protocol,
    String region,
    String projection,
    String modality,
    ExamStatus status,
    @Nullable String studyUid,
    @Nullable String seriesUid,
    @Nullable String serviceRequestId,
    @Nullable String accessionNumber,
    @Nullable Instant received,
    boolean conflict,
    int attempts,
    @Nullable String detail,
    @Nullable AiReport aiReport,
    @Nullable RadReport radReport) {
  /** Checks that the required parts are there. */
  public Exam {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(status, "status");
  }
}
