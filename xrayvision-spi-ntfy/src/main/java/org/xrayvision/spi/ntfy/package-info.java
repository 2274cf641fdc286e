/* SPDX-License-Identifier: Apache-2.0 */
/** Tells people of positive findings over ntfy. Only the factory is for others. */
@NullMarked
package org.xrayvision.spi.ntfy;

import org.jspecify.annotations.NullMarked;
