/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamStatus;

/**
 * What is stored under a UID.
 *
 * @param sha256 of the data set bytes as received, lower-case hex; null for an exam taken over from
 *     an older program
 * @param length of the data set in bytes, -1 where it is not known
 */
public record StoredInstance(
    String uid, ExamStatus status, @Nullable String sha256, long length, boolean conflict) {}
