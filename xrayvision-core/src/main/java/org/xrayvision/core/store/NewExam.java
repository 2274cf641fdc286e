/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;

/**
 * An exam as the door knows it.
 *
 * @param accessionNumber what the header calls the order, or null
 * @param sha256 of the data set bytes as received, lower-case hex
 * @param length of the data set in bytes
 * @param sender the calling AE title, where there is one
 * @param flags words such as {@code leading-zero}, {@code cnp-invalid}
 */
public record NewExam(
    String uid,
    Patient patient,
    LocalDateTime created,
    String protocol,
    String region,
    String projection,
    String modality,
    @Nullable String studyUid,
    @Nullable String seriesUid,
    @Nullable String accessionNumber,
    String transferSyntaxUid,
    String sha256,
    long length,
    @Nullable String sender,
    Set<String> flags,
    Instant received) {
  /** Copies the set. */
  public NewExam {
    flags = Set.copyOf(flags);
  }
}
