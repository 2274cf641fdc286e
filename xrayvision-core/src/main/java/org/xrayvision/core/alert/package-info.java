/* SPDX-License-Identifier: Apache-2.0 */
/** Raises alerts, and has them delivered. */
@NullMarked
package org.xrayvision.core.alert;

import org.jspecify.annotations.NullMarked;
