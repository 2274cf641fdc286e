/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

/**
 * One made-up report and how it is graded. Immutable.
 *
 * @param impression unlike that of any other, for the check pass finds its report by it
 * @param severity 0 to 10
 * @param confidence 0 to 100
 */
record SimulatedReport(
    String findings, String impression, int severity, int confidence, String summary) {
  String text() {
    return "FINDINGS:\n" + findings + "\n\nIMPRESSION:\n" + impression;
  }
}
