/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;

/**
 * The contract of a {@link ReportReader} that works in this process: by rules, say. Extend it and
 * fill {@link #reader}. One that asks a backend extends {@link HttpReportReaderContract}.
 */
public abstract class ReportReaderContract extends LocalContract<ReportReader> {
  private static final String REPORT =
      "FINDINGS: "
          + HttpBackendContract.CANARY
          + " has a nodule of the left upper lobe.\n\nIMPRESSION: Nodule.";

  /** For the class that extends this. */
  protected ReportReaderContract() {}

  /** A new reader. */
  protected abstract ReportReader reader();

  @Override
  final ReportReader make() {
    return reader();
  }

  @Override
  final Assessment ask() {
    return assess(REPORT);
  }

  @Override
  final void askAboutAPatient() {
    Assessment unused = ask();
  }

  @Override
  final String name() {
    return plugin().displayName();
  }

  private Assessment assess(String text) {
    Prompt prompt = new Prompt("Grade reports.", text, "contract");
    return plugin().assess(new ReadRequest(text, prompt, Deadline.in(LONG)));
  }

  @Test
  final void assessesAReport() {
    assertThat(ask()).isNotNull();
  }

  @Test
  final void bearsATextOfAnyKind() {
    for (String text :
        List.of("", "?", "Fractură de claviculă stângă.", "\u0000\u001b[2J", "x ".repeat(50_000))) {
      try {
        assertThat(assess(text)).isNotNull();
      } catch (BackendException e) {
        assertThat(e.getMessage()).as("what people are told").isNotBlank();
      }
    }
  }
}
