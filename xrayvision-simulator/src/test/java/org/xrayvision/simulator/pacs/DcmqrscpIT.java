/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.FindResult;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.RetrieveListener;
import org.xrayvision.dicom.net.RetrieveResult;

/** C-FIND, C-MOVE, C-GET and C-CANCEL, ours against DCMTK's dcmqrscp. */
@Timeout(180)
class DcmqrscpIT {
  private static final String AE_TITLE = "QRSCP";

  @TempDir private Path folder;
  private FiftyStudies fifty;
  private PeerProcess dcmqrscp;
  private int port;

  @BeforeEach
  void start() throws Exception {
    fifty = new FiftyStudies();
    port = PeerProcess.freePort();
    Path database = Files.createDirectory(folder.resolve("db"));
    Path configuration = folder.resolve("dcmqrscp.cfg");
    Files.writeString(
        configuration,
        """
        NetworkTCPPort  = %d
        MaxPDUSize      = 16384
        MaxAssociations = 16
        HostTable BEGIN
        us = (XRAYVISION, 127.0.0.1, %d)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        %s %s RW (200, 1024mb) ANY
        AETable END
        """
            .formatted(port, fifty.listenerPort(), AE_TITLE, database));
    dcmqrscp =
        PeerProcess.start(folder, List.of("dcmqrscp", "-v", "-c", configuration.toString()), port);
    fifty.storeTo(pacs());
  }

  @AfterEach
  void stop() {
    dcmqrscp.close();
    fifty.close();
  }

  @Test
  void fiftyStudiesAreFoundAndMovedByteForByte() throws Exception {
    try (Association association = FiftyStudies.forMove(pacs())) {
      Set<String> found = FiftyStudies.find(association, "20260101-20260331");
      assertThat(found).containsExactlyInAnyOrderElementsOf(fifty.studies);
      assertThat(FiftyStudies.find(association, "20260102-20260103")).hasSize(2);
      for (String study : found) {
        RetrieveResult result = move(association, study, "XRAYVISION");
        assertThat(result.isComplete()).as(result.toString()).isTrue();
        assertThat(result.subOperations().completed()).isEqualTo(2);
      }
      association.release();
    }
    fifty.assertEverythingArrivedByteForByte();
    assertThat(fifty.senders).containsExactly(AE_TITLE);
  }

  @Test
  void fiftyStudiesAreHadByGetByteForByte() throws Exception {
    try (Association association = FiftyStudies.forGet(pacs())) {
      for (String study : FiftyStudies.find(association, "20260101-20260331")) {
        RetrieveResult result = get(association, study, RetrieveListener.NONE);
        assertThat(result.isComplete()).as(result.toString()).isTrue();
        assertThat(result.received()).isEqualTo(2);
      }
      association.release();
    }
    fifty.assertEverythingArrivedByteForByte();
  }

  @Test
  void thePatientRootFindsAndGetsByThePatient() throws Exception {
    RequestorOptions options =
        pacs()
            .forGet(
                QueryRoot.PATIENT,
                List.of(SOPClass.ComputedRadiographyImageStorage),
                List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()))
            .build();
    try (Association association = Association.open(options)) {
      Set<String> patients = find(association, QueryLevel.PATIENT.identifier(), Tag.PatientID);
      assertThat(patients).hasSize(6);
      String patient = patients.iterator().next();
      Set<String> studies =
          find(
              association,
              QueryLevel.STUDY.identifier().set(Tag.PatientID, patient),
              Tag.StudyInstanceUID);
      assertThat(studies).hasSizeBetween(8, 9);
      DataSet all = QueryLevel.PATIENT.identifier().set(Tag.PatientID, patient).build();
      RetrieveResult result =
          association.get(QueryRoot.PATIENT, all, fifty::store, RetrieveListener.NONE);
      assertThat(result.isComplete()).as(result.toString()).isTrue();
      assertThat(fifty.received).hasSize(2 * studies.size());
    }
  }

  private static Set<String> find(Association association, DataSet.Builder query, int key)
      throws IOException {
    Set<String> found = new TreeSet<>();
    FindResult result =
        association.find(
            QueryRoot.PATIENT,
            query.set(key).build(),
            1000,
            match -> found.add(match.string(key).orElseThrow()));
    assertThat(result.isComplete()).as(result.toString()).isTrue();
    return found;
  }

  @Test
  void aQueryIsCancelledAndTheAssociationLives() throws Exception {
    try (Association association = FiftyStudies.forMove(pacs())) {
      FindResult result =
          association.find(QueryRoot.STUDY, PacsFixture.allStudies(), 1000, match -> false);
      assertThat(result.cancelled()).isTrue();
      assertThat(result.matches()).isEqualTo(1);
      assertThat(result.status().isCancel() || result.status().isSuccess()).isTrue();
      assertThat(FiftyStudies.find(association, "20260101-20260331")).hasSize(50);
    }
  }

  @Test
  void aGetIsCancelledAndTheAssociationLives() throws Exception {
    try (Association association = FiftyStudies.forGet(pacs())) {
      RetrieveResult result = get(association, String.join("\\", fifty.studies), counts -> false);
      assertThat(result.cancelled()).isTrue();
      assertThat(result.status().isCancel()).as(result.toString()).isTrue();
      assertThat(result.received()).isLessThan(100);
      assertThat(FiftyStudies.find(association, "20260101-20260331")).hasSize(50);
    }
  }

  @Test
  void aMoveIsCancelledAndTheAssociationLives() throws Exception {
    try (Association association = FiftyStudies.forMove(pacs())) {
      RetrieveResult result =
          association.move(
              QueryRoot.STUDY,
              FiftyStudies.study(String.join("\\", fifty.studies)),
              "XRAYVISION",
              counts -> false);
      assertThat(result.cancelled()).isTrue();
      assertThat(result.status().isCancel()).as(result.toString()).isTrue();
      assertThat(fifty.received).hasSizeLessThan(100);
      assertThat(FiftyStudies.find(association, "20260101-20260331")).hasSize(50);
    }
  }

  @Test
  void anUnknownDestinationIsA801() throws Exception {
    try (Association association = FiftyStudies.forMove(pacs())) {
      assertThat(move(association, fifty.studies.get(0), "NOBODY").status().code())
          .isEqualTo(0xA801);
    }
  }

  @Test
  void whenItDiesInTheMiddleTheGetEndsWithAnException() throws Exception {
    fifty.onReceived(
        count -> {
          if (count == 30) {
            dcmqrscp.kill();
          }
        });
    try (Association association = FiftyStudies.forGet(pacs())) {
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class,
              () -> get(association, String.join("\\", fifty.studies), RetrieveListener.NONE));
      assertThat(e.kind()).isEqualTo(AssociationException.Kind.CLOSED);
      assertThat(e).hasMessageContaining("C-GET");
    }
  }

  private RequestorOptions.Builder pacs() {
    return FiftyStudies.pacs(AE_TITLE, port);
  }

  private static RetrieveResult move(Association association, String study, String destination)
      throws Exception {
    return association.move(
        QueryRoot.STUDY, FiftyStudies.study(study), destination, RetrieveListener.NONE);
  }

  private RetrieveResult get(Association association, String study, RetrieveListener listener)
      throws IOException {
    return association.get(QueryRoot.STUDY, FiftyStudies.study(study), fifty::store, listener);
  }
}
