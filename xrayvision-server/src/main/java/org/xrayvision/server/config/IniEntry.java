/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

/**
 * One key with its value, as it was written. Immutable.
 *
 * @param key lower-cased
 * @param value stripped, continuation lines joined by line feeds, {@code %%} turned into {@code %}
 */
record IniEntry(String section, String key, String value, Origin origin) {}
