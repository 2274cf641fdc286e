/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.util.List;

/**
 * One page of patients, by their keys. Immutable.
 *
 * @param total how many patients match
 * @param pages how many pages they fill, at least 1
 */
public record PatientPage(List<PatientSummary> patients, long total, int pages) {
  /** Copies the list. */
  public PatientPage {
    patients = List.copyOf(patients);
  }
}
