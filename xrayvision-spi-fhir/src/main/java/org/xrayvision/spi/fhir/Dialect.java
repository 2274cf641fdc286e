/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.util.Optional;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.SourceReport;

/** How a server wants to be asked. Safe for threads. */
interface Dialect {
  /** The report on an exam, or empty if there is none yet. */
  Optional<SourceReport> report(ReportQuery query);

  /** The one patient who is this one, or empty. */
  Optional<Person> person(Patient known, Deadline deadline);

  /** Returns if the server is up and can be asked. */
  void checkHealth(Deadline deadline);
}
