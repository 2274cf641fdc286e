/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Sex;

/**
 * What a valid patient id tells of its bearer. Immutable.
 *
 * @param birthDate the birth date, or null where the id has none that is certain
 * @param sex the sex, or null where the id does not tell
 * @param county the scheme's own code of the place of registration, or null
 */
public record PatientIdentity(
    @Nullable LocalDate birthDate, @Nullable Sex sex, @Nullable Integer county) {}
