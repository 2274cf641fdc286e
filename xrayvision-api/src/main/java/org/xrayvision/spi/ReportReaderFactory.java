/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** Makes readers that assess reports; see {@link PluginFactory} for how it is found. */
public interface ReportReaderFactory extends PluginFactory<ReportReader> {}
