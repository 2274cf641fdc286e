/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** Makes sources of radiologists' reports; see {@link PluginFactory} for how it is found. */
public interface ReportSourceFactory extends PluginFactory<ReportSource> {}
