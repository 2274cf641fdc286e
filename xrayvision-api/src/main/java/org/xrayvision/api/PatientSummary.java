/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A patient and how many exams there are of him. Immutable.
 *
 * @param exams how many
 * @param last the newest exam's own time, in the site's zone; null without any
 */
public record PatientSummary(Patient patient, int exams, @Nullable LocalDateTime last) {}
