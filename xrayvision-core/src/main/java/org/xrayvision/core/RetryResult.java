/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/**
 * What became of the exams in {@code error} that were tried again. Immutable.
 *
 * @param queued they have a picture and wait for a model
 * @param prepared they have none, but their object is there: the picture is tried once more
 * @param left neither is there; they stay as they are until the object is sent again
 */
public record RetryResult(int queued, int prepared, int left) {}
