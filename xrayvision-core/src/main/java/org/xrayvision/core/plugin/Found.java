/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import org.jspecify.annotations.Nullable;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.spi.PluginFactory;

/**
 * A factory that was found, or what stands in its place. Immutable.
 *
 * @param factory null if it is broken
 * @param loader of its classes
 */
record Found(PluginStatus status, @Nullable PluginFactory<?> factory, ClassLoader loader) {}
