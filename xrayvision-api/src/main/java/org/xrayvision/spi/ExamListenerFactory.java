/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** Makes listeners; see {@link PluginFactory} for how it is found. */
public interface ExamListenerFactory extends PluginFactory<ExamListener> {}
