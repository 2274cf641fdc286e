/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.net.Status;

class IngestDoorTest {
  @ParameterizedTest
  @CsvSource({
    "STORED, 0000",
    "ALREADY_STORED, 0000",
    "CONFLICT, 0000",
    "OUT_OF_RESOURCES, A700",
    "DATA_SET_DOES_NOT_MATCH_SOP_CLASS, A900",
    "CANNOT_UNDERSTAND, C000",
    "INVALID_SOP_INSTANCE, 0117",
    "SOP_CLASS_NOT_SUPPORTED, 0122",
    "NOT_AUTHORIZED, 0124",
    "PROCESSING_FAILURE, 0110"
  })
  void eachOutcomeHasItsStatus(Outcome outcome, String code) {
    Status status = IngestDoor.status(new IngestResult(outcome, "1.2", "why"));

    assertThat(status.code()).isEqualTo(Integer.parseInt(code, 16));
    assertThat(status.comment()).isEqualTo(outcome == Outcome.STORED ? null : "why");
  }

  @Test
  void aCommentHas64CharactersAtMost() {
    Status status =
        IngestDoor.status(
            new IngestResult(Outcome.CANNOT_UNDERSTAND, null, "0123456789".repeat(10)));

    assertThat(status.comment()).hasSize(64).startsWith("01234567890");
  }
}
