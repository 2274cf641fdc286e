/* SPDX-License-Identifier: Apache-2.0 */
/** Radiologists' reports and patients from a hospital's FHIR server. */
@NullMarked
package org.xrayvision.spi.fhir;

import org.jspecify.annotations.NullMarked;
