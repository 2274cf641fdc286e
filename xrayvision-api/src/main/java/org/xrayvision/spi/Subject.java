/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Sex;

/**
 * All that a model may know of the patient. Immutable.
 *
 * @param age the age at the time of the exam, or null where it is not known
 * @param sex the sex, or null where it is not known
 */
public record Subject(@Nullable Period age, @Nullable Sex sex) {}
