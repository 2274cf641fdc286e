/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A report read in three passes. Immutable.
 *
 * @param overview what it is about
 * @param detail what it says
 * @param review what it leaves open
 * @param overallAssessment the sum in a few sentences
 * @param rawAnswer the whole answer as it came, for the record
 */
public record Critique(
    Overview overview,
    Detail detail,
    Review review,
    String overallAssessment,
    @Nullable String rawAnswer) {
  /** The first pass. Immutable. */
  public record Overview(String topic, String purpose, String primaryFindings) {}

  /** The second pass. Immutable. */
  public record Detail(
      List<String> mainPoints, List<String> supportingEvidence, boolean conclusionsValid) {
    /** Copies the lists. */
    public Detail {
      mainPoints = List.copyOf(mainPoints);
      supportingEvidence = List.copyOf(supportingEvidence);
    }
  }

  /** The third pass. Immutable. */
  public record Review(List<String> assumptions, List<String> missingInformation, String critique) {
    /** Copies the lists. */
    public Review {
      assumptions = List.copyOf(assumptions);
      missingInformation = List.copyOf(missingInformation);
    }
  }

  /** Checks that all parts are there. */
  public Critique {
    Objects.requireNonNull(overview, "overview");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(review, "review");
    Objects.requireNonNull(overallAssessment, "overallAssessment");
  }
}
