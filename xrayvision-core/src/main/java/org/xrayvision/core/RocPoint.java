/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/**
 * What holds if a finding is called positive from a severity on. Immutable.
 *
 * @param threshold the severity, 0 to 11
 * @param truePositiveRate the sensitivity
 * @param falsePositiveRate one less the specificity
 */
public record RocPoint(int threshold, Estimate truePositiveRate, Estimate falsePositiveRate) {}
