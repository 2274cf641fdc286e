/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.spi.Cancellation;

/**
 * The plugin that a question is put to. Immutable.
 *
 * @param reach whether what it is given leaves the house
 * @param cancellation of this call
 */
public record Asked<T>(T plugin, Reach reach, Cancellation cancellation) {}
