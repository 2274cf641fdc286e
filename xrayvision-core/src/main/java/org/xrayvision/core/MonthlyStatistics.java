/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Map;

/**
 * The most frequent names of each month. Immutable.
 *
 * @param months by YYYY-MM, oldest first: name and number of reports, most frequent first
 */
public record MonthlyStatistics(StatisticsTally tally, Map<String, Map<String, Long>> months) {}
