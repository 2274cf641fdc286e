/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.List;
import org.xrayvision.api.XRayVisionException;

/** Settings that a plugin does not take: all that is wrong with them, in one exception. */
public final class SettingsException extends XRayVisionException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> errors;

  SettingsException(List<String> errors) {
    super(String.join("; ", errors));
    this.errors = List.copyOf(errors);
  }

  /** One sentence for each error, naming the setting; never a secret's value. */
  public List<String> errors() {
    return errors;
  }
}
