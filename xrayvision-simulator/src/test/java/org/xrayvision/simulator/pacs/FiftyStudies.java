/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.FindResult;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreRequest;

/** Fifty studies of two images, to be stored to a PACS of somebody else and had back from it. */
final class FiftyStudies implements AutoCloseable {
  static final int STUDIES = 50;
  static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 1, 8, 0);
  private static final String CR = SOPClass.ComputedRadiographyImageStorage;
  private static final String SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  final PacsArchive archive = new PacsArchive();
  final List<String> studies = new ArrayList<>();
  final Map<String, String> received = new ConcurrentHashMap<>();
  final Set<String> senders = ConcurrentHashMap.newKeySet();
  private final DicomListener listener;
  private volatile Consumer<Integer> onReceived = count -> {};

  FiftyStudies() throws IOException {
    for (int i = 0; i < STUDIES; i++) {
      studies.add(archive.addStudy(i, 2, FIRST.plusDays(i)));
    }
    listener =
        new DicomListener(
            AcceptorOptions.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .closeGrace(Duration.ofMillis(200))
                .storageSopClassUids(List.of(CR))
                .build(),
            this::store,
            AssociationListener.NONE);
    listener.start();
  }

  int listenerPort() {
    return listener.port();
  }

  /** What happens when so many objects have come. */
  void onReceived(Consumer<Integer> action) {
    onReceived = action;
  }

  static RequestorOptions.Builder pacs(String aeTitle, int port) {
    return RequestorOptions.builder()
        .calledAETitle(aeTitle)
        .host("127.0.0.1")
        .port(port)
        .responseTimeout(Duration.ofSeconds(30))
        .retrieveResponseTimeout(Duration.ofSeconds(60));
  }

  static Association forMove(RequestorOptions.Builder pacs) throws IOException {
    return Association.open(pacs.forMove(QueryRoot.STUDY).build());
  }

  static Association forGet(RequestorOptions.Builder pacs) throws IOException {
    return Association.open(pacs.forGet(QueryRoot.STUDY, List.of(CR), List.of(SYNTAX)).build());
  }

  /** C-STORE of everything. */
  void storeTo(RequestorOptions.Builder pacs) throws IOException {
    RequestorOptions options =
        pacs.contexts(List.of(ProposedContext.of(CR, SYNTAX))).roles(List.of()).build();
    try (Association association = Association.open(options)) {
      for (ArchivedObject object : archive.objects()) {
        Status status = association.store(CR, object.sopInstanceUid(), SYNTAX, object.open());
        assertThat(status.isSuccess()).as(status.toString()).isTrue();
      }
      association.release();
    }
  }

  /** The Study Instance UIDs that C-FIND tells for these days. */
  static Set<String> find(Association association, String studyDate) throws IOException {
    Set<String> found = new TreeSet<>();
    DataSet query =
        QueryLevel.STUDY
            .identifier()
            .set(Tag.StudyDate, studyDate)
            .set(Tag.StudyInstanceUID)
            .set(Tag.ModalitiesInStudy)
            .set(Tag.NumberOfStudyRelatedInstances)
            .build();
    FindResult result =
        association.find(
            QueryRoot.STUDY,
            query,
            1000,
            match -> found.add(match.string(Tag.StudyInstanceUID).orElseThrow()));
    assertThat(result.status().isSuccess()).as(result.toString()).isTrue();
    assertThat(result.matches()).isEqualTo(found.size());
    return found;
  }

  static DataSet study(String uid) {
    return QueryLevel.STUDY.identifier().set(Tag.StudyInstanceUID, uid).build();
  }

  /** Takes what a C-GET or an association of the PACS brings. */
  Status store(StoreRequest request, InputStream dataSet) throws IOException {
    received.put(request.sopInstanceUid(), sha256(dataSet.readAllBytes()));
    senders.add(request.peer().callingAETitle());
    onReceived.accept(received.size());
    return Status.SUCCESS;
  }

  void assertEverythingArrivedByteForByte() {
    Map<String, String> expected = new TreeMap<>();
    archive.dataSets().forEach((uid, bytes) -> expected.put(uid, sha256(bytes)));
    assertThat(received).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has it", e);
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
