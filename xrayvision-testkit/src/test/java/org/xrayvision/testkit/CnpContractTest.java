/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.util.List;
import java.util.ServiceLoader;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdSchemeFactory;
import org.xrayvision.spi.Settings;

class CnpContractTest extends PatientIdSchemeContract {
  @Override
  protected PatientIdScheme scheme() {
    PatientIdSchemeFactory factory =
        ServiceLoader.load(PatientIdSchemeFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.id().equals("cnp"))
            .findFirst()
            .orElseThrow();
    return factory.create(Settings.of(factory.settings(), java.util.Map.of()), null);
  }

  @Override
  protected List<String> validIds() {
    return List.of("2510819332176", "1470328090418", "5150422510446", "6010317520061");
  }
}
