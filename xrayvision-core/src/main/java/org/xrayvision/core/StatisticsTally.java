/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/**
 * What an answer counts, and what it leaves out. Immutable.
 *
 * @param exams how many exams there are in what was asked for
 * @param readings how many readings they are
 * @param all of them in the stated unit: its included and excluded add up to one of the two
 */
public record StatisticsTally(StatisticsUnit unit, long exams, long readings, Agreement all) {}
