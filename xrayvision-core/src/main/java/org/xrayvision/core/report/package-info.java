/* SPDX-License-Identifier: Apache-2.0 */
/** The radiologists' reports: looked for, translated, assessed. */
@NullMarked
package org.xrayvision.core.report;

import org.jspecify.annotations.NullMarked;
