/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.simulator.pacs.PacsArchive;

/** Fifty studies go to Orthanc, and from there to a server: byte for byte, once each. */
@Timeout(300)
final class OrthancSendsIT {
  private static final int STUDIES = 50;
  private static final String CR = SOPClass.ComputedRadiographyImageStorage;
  private static final String SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  @TempDir private Path temp;

  @Test
  void whatOrthancSendsIsStoredByteForByteHoweverOften() throws Exception {
    Path data = temp.resolve("data");
    try (ServerProcess server = ServerProcess.serve(data, "--keep-dicom");
        OrthancProcess orthanc =
            new OrthancProcess(
                temp.resolve("orthanc"), server.calledAETitle(), server.dicomPort())) {
      Map<String, String> sent = fill(orthanc);

      for (int i = 0; i < 2; i++) {
        assertThat(orthanc.post("/modalities/us/store", orthanc.get("/studies")))
            .contains("\"InstancesCount\" : " + STUDIES)
            .contains("\"FailedInstancesCount\" : 0");
        assertThat(StoredObjects.in(data.resolve("images"))).isEqualTo(sent);
      }
    }
  }

  /** Images without sequences: Orthanc tells the length of a sequence in its own way. */
  private static Map<String, String> fill(OrthancProcess orthanc) throws Exception {
    PacsArchive archive = new PacsArchive();
    for (int i = 0; i < STUDIES; i++) {
      archive.addStudy(i, 1, LocalDateTime.of(2026, 1, 1, 8, 0).plusDays(i));
    }
    Map<String, String> sent = new HashMap<>();
    RequestorOptions options =
        RequestorOptions.builder()
            .calledAETitle(OrthancProcess.AE_TITLE)
            .host("127.0.0.1")
            .port(orthanc.dicomPort())
            .contexts(List.of(ProposedContext.of(CR, SYNTAX)))
            .build();
    try (Association association = Association.open(options)) {
      for (Map.Entry<String, byte[]> one : archive.dataSets().entrySet()) {
        Status status =
            association.store(CR, one.getKey(), SYNTAX, new ByteArrayInputStream(one.getValue()));
        assertThat(status).isEqualTo(Status.SUCCESS);
        sent.put(one.getKey(), StoredObjects.sha256(one.getValue()));
      }
      association.release();
    }
    return sent;
  }
}
