/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.simulator.his.HospitalSimulator;
import org.xrayvision.simulator.his.PerformedExam;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/** A report reader and a hospital that has a report on exam 1.2.3.2, on loopback. */
final class Backends implements AutoCloseable {
  private final VisionModelSimulator model;
  private final HospitalSimulator hospital;

  Backends() {
    try {
      model = new VisionModelSimulator(0, Duration.ZERO);
      hospital = new HospitalSimulator(0, Duration.ZERO, Clock.system(ZoneId.systemDefault()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hospital.performed(
        new PerformedExam(
            "2920227400233",
            "Ștefănescu^Elena",
            LocalDate.of(1992, 2, 27),
            "F",
            "1.2.4.2",
            LocalDateTime.of(2026, 11, 20, 10, 22, 10),
            "hand",
            "wrist_pa_fracture"));
  }

  XRayVisionBuilder wire(XRayVisionBuilder builder) {
    return builder
        .reportReader(
            PluginUse.of("openai")
                .with("url", model.endpoint().toString())
                .with("model", VisionModelSimulator.MODEL))
        .reportSource(
            PluginUse.of("fhir")
                .with("url", hospital.uri().toString())
                .with("dialect", "hipocrate"));
  }

  @Override
  public void close() {
    hospital.close();
    model.close();
  }
}
