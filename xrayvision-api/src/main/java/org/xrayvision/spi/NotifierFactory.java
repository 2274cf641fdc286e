/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** Makes notifiers; see {@link PluginFactory} for how it is found. */
public interface NotifierFactory extends PluginFactory<Notifier> {}
