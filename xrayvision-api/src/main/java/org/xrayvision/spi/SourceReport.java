/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A radiologist's report as its source has it. Immutable.
 *
 * @param id the report's own id at the source
 * @param requestId the service request that it answers, or null
 * @param text plain text; empty if it was retracted
 * @param radiologist who signed it, or null
 * @param justification why the exam was asked for, or null
 * @param issued when it was issued, or null
 * @param version changes when the report does; compared, never interpreted
 * @param retracted whether it was entered in error
 */
public record SourceReport(
    String id,
    @Nullable String requestId,
    String text,
    @Nullable String radiologist,
    @Nullable String justification,
    @Nullable Instant issued,
    String version,
    boolean retracted) {
  /** Checks that id, text and version are there. */
  public SourceReport {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(version, "version");
  }
}
