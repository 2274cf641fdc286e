/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** Makes models that look at pictures; see {@link PluginFactory} for how it is found. */
public interface VisionModelFactory extends PluginFactory<VisionModel> {}
