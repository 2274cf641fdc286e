/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.util.List;
import java.util.function.Supplier;
import org.xrayvision.server.config.ConfigurationEntry;

/**
 * What the pages About and Admin tell of this installation. Immutable.
 *
 * @param configuration each key with where it comes from, without secrets
 * @param warnings what a person should look at in it
 * @param listener where senders find us, in words
 */
public record Installation(
    Build build,
    List<Licences.Component> licences,
    Supplier<List<ConfigurationEntry>> configuration,
    List<String> warnings,
    Supplier<String> listener,
    SelfTest selfTest) {
  /** Copies the lists. */
  public Installation {
    licences = List.copyOf(licences);
    warnings = List.copyOf(warnings);
  }
}
