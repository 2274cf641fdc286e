/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.server.config.OpenAiSection.NamedUse;

/** Reads {@code [fhir]}: the hospital's FHIR server as a use of the plugin {@code fhir}. */
final class FhirSection {
  /** The plugin's id, and the word that means this section in {@code [plugins]}. */
  static final String ID = "fhir";

  private final Values values;
  private final Findings findings;

  FhirSection(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** The server, if it is wanted. */
  List<NamedUse> read() {
    Optional<URI> address = values.get(Keys.FHIR_URL);
    boolean wanted = values.get(Keys.ENABLE_HIS) && values.get(Keys.REPORT_SOURCE).contains(ID);
    if (!wanted) {
      return List.of();
    }
    if (address.isEmpty()) {
      findings.problem(
          "[processing] ENABLE_HIS = yes, but [fhir] FHIR_URL is empty: name the address of the"
              + " hospital's FHIR server");
      return List.of();
    }
    if (values.get(Keys.FHIR_USERNAME).isEmpty() && !values.get(Keys.FHIR_PASSWORD).isEmpty()) {
      findings.problem("[fhir] FHIR_PASSWORD is set without FHIR_USERNAME");
    }
    if (!values.get(Keys.FHIR_TOKEN).isEmpty() && !values.get(Keys.FHIR_USERNAME).isEmpty()) {
      findings.problem("[fhir] fhir_token and FHIR_USERNAME are both set: leave one of them empty");
    }
    PluginUse use =
        PluginUse.of(ID)
            .with("url", address.get().toString())
            .with("dialect", values.get(Keys.FHIR_DIALECT).toLowerCase(Locale.ROOT));
    use = with(use, "username", Keys.FHIR_USERNAME);
    use = with(use, "password", Keys.FHIR_PASSWORD);
    use = with(use, "token", Keys.FHIR_TOKEN);
    use = with(use, "patient_identifier_system", Keys.FHIR_PATIENT_SYSTEM);
    use = with(use, "accession_system", Keys.FHIR_ACCESSION_SYSTEM);
    use = use.with("time_zone", values.get(Keys.TIME_ZONE).getId());
    boolean external = Reach.of(address.get()) == Reach.EXTERNAL;
    return List.of(new NamedUse("[fhir] FHIR_URL", external ? use.external() : use));
  }

  private PluginUse with(PluginUse use, String setting, Key<String> key) {
    String value = values.get(key);
    return value.isEmpty() ? use : use.with(setting, value);
  }
}
