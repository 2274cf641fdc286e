/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;

/** Whole associations with one C-ECHO each, one after the other, by our own requestor. */
final class EchoBench {
  private static final int ASSOCIATIONS = Integer.getInteger("echoes", 1000);
  private static final int WARM_UP = Integer.getInteger("warmup", 3);
  private static final int ROUNDS = Integer.getInteger("rounds", 7);

  private EchoBench() {}

  static void measure(List<Receiver> receivers) throws IOException {
    Map<String, double[]> rates = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Receiver receiver : receivers) {
        double rate = rate(receiver.port());
        if (round >= 0) {
          rates.computeIfAbsent(receiver.name(), key -> new double[ROUNDS])[round] = rate;
        }
      }
    }
    System.out.printf(Locale.ROOT, "%nC-ECHO, %d associations one after the other%n", ASSOCIATIONS);
    double ours = Timings.of(rates.get("xrayvision"), "").median();
    rates.forEach(
        (name, values) -> {
          Timings timings = Timings.of(values, "associations/s");
          System.out.printf(
              Locale.ROOT, "  %-26s %s  ours to it %.2f%n", name, timings, ours / timings.median());
        });
  }

  private static double rate(int port) throws IOException {
    RequestorOptions options =
        RequestorOptions.builder()
            .callingAETitle("BENCH")
            .calledAETitle("ANY-SCP")
            .host("127.0.0.1")
            .port(port)
            .contexts(
                List.of(
                    ProposedContext.of(
                        SOPClass.Verification, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid())))
            .build();
    long start = System.nanoTime();
    for (int i = 0; i < ASSOCIATIONS; i++) {
      try (Association association = Association.open(options)) {
        if (!association.echo().isSuccess()) {
          throw new IOException("C-ECHO failed");
        }
        association.release();
      }
    }
    return ASSOCIATIONS * 1e9 / (System.nanoTime() - start);
  }
}
