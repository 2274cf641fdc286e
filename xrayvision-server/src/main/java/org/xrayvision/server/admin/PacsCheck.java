/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.MoveDestination;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.QueryRetrieveAdvice;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.config.PacsSettings;

/** A C-ECHO to one PACS (PS3.4 annex A). Immutable. */
record PacsCheck(PacsSettings pacs, String ourAETitle) implements Check {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  @Override
  public String kind() {
    return "pacs";
  }

  @Override
  public String target() {
    return pacs.name();
  }

  @Override
  public Duration atMost() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Outcome look() {
    RequestorOptions options =
        RequestorOptions.builder()
            .callingAETitle(ourAETitle)
            .calledAETitle(pacs.aeTitle())
            .host(pacs.host())
            .port(pacs.port())
            .tls(pacs.tls())
            .connectTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .contexts(
                List.of(
                    ProposedContext.of(
                        SOPClass.Verification,
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid())))
            .build();
    String advice =
        "Check that it runs, its address and port, and that it knows our AE title "
            + ourAETitle
            + ".";
    try (Association association = Association.open(options)) {
      Status status = association.echo();
      association.release();
      return status.isSuccess()
          ? Outcome.ok(
              "echo", Map.of("address", pacs.address()), pacs.address() + " answered C-ECHO.")
          : Outcome.failed(pacs.address() + " answered C-ECHO with " + status + ".", advice);
    } catch (AssociationException e) {
      MoveDestination ours = new MoveDestination(ourAETitle, "this server", 1);
      return Outcome.failed(new QueryRetrieveAdvice(options, ours).on(e), advice);
    } catch (IOException e) {
      return Outcome.failed(pacs.address() + ": " + e.getMessage() + ".", advice);
    }
  }
}
