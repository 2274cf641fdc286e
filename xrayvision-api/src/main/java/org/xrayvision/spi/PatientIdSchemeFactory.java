/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** Makes schemes of patient ids; see {@link PluginFactory} for how it is found. */
public interface PatientIdSchemeFactory extends PluginFactory<PatientIdScheme> {}
