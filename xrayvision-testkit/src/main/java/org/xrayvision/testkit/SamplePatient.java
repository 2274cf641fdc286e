/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.time.LocalDate;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;

/** An invented patient. Stateless. */
final class SamplePatient {
  private SamplePatient() {}

  static Patient named(String family) {
    return new Patient("X-4711", null, family + "^Ana", LocalDate.of(1964, 3, 9), Sex.F);
  }
}
