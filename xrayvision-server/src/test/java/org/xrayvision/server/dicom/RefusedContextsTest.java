/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.server.dicom.RefusedContexts.Notice;

class RefusedContextsTest {
  private static final String CR = SOPClass.ComputedRadiographyImageStorage;
  private static final String LITTLE = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();

  private final RefusedContexts refused = new RefusedContexts();

  @Test
  void aFewAreToldOneByOneAndEachSopClassOnce() {
    refused.add(ProposedContext.of(SOPClass.CTImageStorage, LITTLE), 3);
    refused.add(ProposedContext.of(SOPClass.CTImageStorage, "1.2.840.10008.1.2.1"), 3);
    refused.add(ProposedContext.of(CR, "1.2.840.10008.1.2.4.80", "1.2.3"), 4);

    assertThat(refused.notices())
        .containsExactly(
            new Notice(SOPClass.CTImageStorage, "CT Image Storage is not taken"),
            new Notice(
                CR,
                "Computed Radiography Image Storage: cannot decode "
                    + TransferSyntax.of("1.2.840.10008.1.2.4.80").orElseThrow().name()
                    + ", unknown 1.2.3"));
  }

  @Test
  void manyAreOneSentence() {
    for (int i = 0; i < 100; i++) {
      refused.add(ProposedContext.of("1.2." + i, LITTLE), 3);
      refused.add(ProposedContext.of(CR, "1.3." + i), 4);
    }

    assertThat(refused.size()).isEqualTo(200);
    assertThat(refused.notices())
        .satisfiesExactly(
            notice -> {
              assertThat(notice.sopClassUid()).isNull();
              assertThat(notice.reason())
                  .startsWith("100 SOP classes are not taken: SOP class 1.2.0, ")
                  .endsWith("1.2.4, ...");
            },
            notice ->
                assertThat(notice.reason())
                    .startsWith("100 contexts: cannot decode unknown 1.3.0"));
  }
}
