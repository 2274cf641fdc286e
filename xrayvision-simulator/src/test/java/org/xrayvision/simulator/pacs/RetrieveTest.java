/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xrayvision.simulator.pacs.PacsFixture.study;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.AssociationException.Kind;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.RetrieveListener;
import org.xrayvision.dicom.net.RetrieveResult;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreRequest;
import org.xrayvision.dicom.net.SubOperations;

/** C-MOVE and C-GET, ours against the simulated PACS (PS3.4 §C.4.2, §C.4.3). */
@Timeout(120)
class RetrieveTest {
  /** By which operation. */
  enum Method {
    MOVE,
    GET
  }

  private PacsFixture site;
  private final List<SubOperations> progress = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    site = new PacsFixture();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyInstanceOfTheStudiesArrivesByteForByte(Method method) throws Exception {
    RetrieveResult result = retrieve(method, site.studies.toArray(String[]::new));
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.isComplete()).isTrue();
    assertThat(result.subOperations()).isEqualTo(new SubOperations(0, 6, 0, 0));
    assertThat(progress).hasSize(6).endsWith(new SubOperations(0, 6, 0, 0));
    assertThat(result.received()).isEqualTo(method == Method.GET ? 6 : 0);
    assertSame(site.pacs.archive().dataSets(), site.received);
  }

  @Test
  void theSenderIsNamedWhateverTheWay() throws Exception {
    retrieve(Method.MOVE, site.studies.get(0));
    retrieve(Method.GET, site.studies.get(0));
    assertThat(site.requests)
        .extracting(request -> request.peer().callingAETitle())
        .containsOnly("PACS");
    assertThat(site.requests)
        .extracting(StoreRequest::moveOriginatorAETitle)
        .containsExactly("XRAYVISION", "XRAYVISION", null, null);
  }

  @ParameterizedTest
  @EnumSource
  void oneInstanceOnly(Method method) throws Exception {
    String uid = site.pacs.archive().dataSets().keySet().iterator().next();
    DataSet header =
        site.pacs.archive().objects().stream()
            .filter(object -> object.sopInstanceUid().equals(uid))
            .findFirst()
            .orElseThrow()
            .header();
    DataSet identifier =
        QueryLevel.IMAGE
            .identifier()
            .set(Tag.StudyInstanceUID, header.string(Tag.StudyInstanceUID).orElseThrow())
            .set(Tag.SeriesInstanceUID, header.string(Tag.SeriesInstanceUID).orElseThrow())
            .set(Tag.SOPInstanceUID, uid)
            .build();
    try (Association association = site.open()) {
      RetrieveResult result = retrieve(association, method, identifier, RetrieveListener.NONE);
      assertThat(result.subOperations().completed()).isEqualTo(1);
    }
    assertThat(site.received).containsOnlyKeys(uid);
  }

  @ParameterizedTest
  @EnumSource
  void aFailedSubOperationIsNamed(Method method) throws Exception {
    site.pacs.fault(PacsFault.FAIL_SUB_OPERATION, 2);
    RetrieveResult result = retrieve(method, site.studies.toArray(String[]::new));
    assertThat(result.status().code()).isEqualTo(0xB000);
    assertThat(result.subOperations().failed()).isEqualTo(1);
    assertThat(result.subOperations().completed()).isEqualTo(5);
    assertThat(result.isComplete()).isFalse();
    assertThat(result.failedSopInstanceUids())
        .hasSize(1)
        .allMatch(uid -> !site.received.containsKey(uid))
        .allMatch(uid -> site.pacs.archive().dataSets().containsKey(uid));
  }

  @ParameterizedTest
  @EnumSource
  void aWarningIsCounted(Method method) throws Exception {
    site.pacs.fault(PacsFault.WARN_SUB_OPERATION, 2);
    RetrieveResult result = retrieve(method, site.studies.get(0));
    assertThat(result.status().code()).isEqualTo(0xB000);
    assertThat(result.subOperations().warning()).isEqualTo(1);
    assertThat(site.received).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void cancelEndsItAndTheRestIsNotSent(Method method) throws Exception {
    site.pacs.fault(PacsFault.SLOW, 500); // or all is sent before the cancel is there
    try (Association association = site.open()) {
      RetrieveResult result =
          retrieve(
              association,
              method,
              study(site.studies.toArray(String[]::new)),
              counts -> counts.completed() < 2);
      assertThat(result.cancelled()).isTrue();
      assertThat(result.status()).isEqualTo(Status.CANCEL);
      assertThat(result.subOperations().completed()).isBetween(2, 5);
      assertThat(result.subOperations().remaining())
          .isEqualTo(6 - result.subOperations().completed());
      site.pacs.noFaults();
      site.received.clear();
      // and the association is as good as before
      assertThat(retrieve(association, method, study(site.studies.get(0)), RetrieveListener.NONE))
          .matches(RetrieveResult::isComplete);
      assertThat(site.received).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPacsThatSaysNothingBeforeTheEndIsFine(Method method) throws Exception {
    site.pacs.fault(PacsFault.NO_PENDING_RESPONSES);
    assertThat(retrieve(method, site.studies.get(0)).subOperations().completed()).isEqualTo(2);
    assertThat(progress).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anAbortInTheMiddleNamesHowFarItWasAndANewAssociationCompletes(Method method)
      throws Exception {
    site.pacs.fault(PacsFault.ABORT, 4);
    AssociationException e = failure(method, options -> options);
    assertThat(e.kind()).isEqualTo(Kind.ABORTED_BY_PEER);
    assertThat(e)
        .hasMessageContaining("C-" + method)
        .hasMessageContaining("3 done, 0 with a warning, 0 failed, 3 to go");
    site.pacs.noFaults();
    assertThat(retrieve(method, site.studies.toArray(String[]::new)).isComplete()).isTrue();
    assertSame(site.pacs.archive().dataSets(), site.received);
  }

  @ParameterizedTest
  @EnumSource
  void aPacsThatDoesNotAnswerIsAborted(Method method) throws Exception {
    site.pacs.fault(PacsFault.NEVER_ANSWER);
    AssociationException e =
        failure(method, options -> options.retrieveResponseTimeout(Duration.ofMillis(300)));
    assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e).hasMessageContaining("C-" + method + ", while a response was awaited");
  }

  @ParameterizedTest
  @EnumSource
  void thePatienceOfARetrievalIsItsOwn(Method method) throws Exception {
    // The peer is silent for longer than any other answer may take, and that is all right.
    site.pacs.fault(PacsFault.SLOW, 1500);
    try (Association association =
        site.open(options -> options.responseTimeout(Duration.ofSeconds(1)))) {
      RetrieveResult result =
          retrieve(association, method, study(site.studies.get(0)), RetrieveListener.NONE);
      assertThat(result.isComplete()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void outOfResourcesIsAStatus(Method method) throws Exception {
    site.pacs.fault(PacsFault.OUT_OF_RESOURCES);
    assertThat(retrieve(method, site.studies.get(0)).status().code()).isEqualTo(0xA701);
  }

  @Test
  void anUnknownDestinationIsA801() throws Exception {
    try (Association association = site.open()) {
      RetrieveResult result =
          association.move(
              QueryRoot.STUDY, study(site.studies.get(0)), "NOBODY", RetrieveListener.NONE);
      assertThat(result.status().code()).isEqualTo(0xA801);
    }
  }

  @Test
  void aDestinationThatCannotBeReachedFailsEverySubOperation() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      site.pacs.destination("GONE", "127.0.0.1", socket.getLocalPort());
    }
    try (Association association = site.open()) {
      RetrieveResult result =
          association.move(
              QueryRoot.STUDY, study(site.studies.get(0)), "GONE", RetrieveListener.NONE);
      assertThat(result.status().code()).isEqualTo(0xA702);
      assertThat(result.failedSopInstanceUids()).hasSize(2);
    }
  }

  @Test
  void whatTheHandlerOfAGetRefusesIsCountedOnBothSides() throws Exception {
    try (Association association = site.open()) {
      RetrieveResult result =
          association.get(
              QueryRoot.STUDY,
              study(site.studies.toArray(String[]::new)),
              (request, dataSet) -> {
                if (site.received.size() == 3) {
                  throw new IOException("the disk is full");
                }
                return site.store(request, dataSet);
              },
              RetrieveListener.NONE);
      assertThat(result.status().code()).isEqualTo(0xB000);
      assertThat(result.received()).isEqualTo(6);
      assertThat(result.refused()).isEqualTo(3);
      assertThat(result.subOperations()).isEqualTo(new SubOperations(0, 3, 3, 0));
      assertThat(result.failedSopInstanceUids()).hasSize(3);
      assertThat(result.handlerFailure()).hasMessage("the disk is full");
    }
  }

  @Test
  void aGetWithoutStorageContextsIsToldBeforeAnythingIsSent() throws Exception {
    try (Association association =
        site.open(
            options ->
                options
                    .roles(List.of())
                    .contexts(
                        List.of(
                            ProposedContext.of(
                                QueryRoot.STUDY.getSopClassUid(), PacsFixture.SYNTAX))))) {
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class,
              () ->
                  retrieve(
                      association, Method.GET, study(site.studies.get(0)), RetrieveListener.NONE));
      assertThat(e.kind()).isEqualTo(Kind.NO_CONTEXT);
      assertThat(e).hasMessageContaining("any storage SOP class");
    }
  }

  @Test
  void withoutRoleSelectionNothingIsSentByGet() throws Exception {
    try (Association association = site.open(options -> options.roles(List.of()))) {
      assertThat(association.roles()).isEmpty();
      RetrieveResult result =
          retrieve(association, Method.GET, study(site.studies.get(0)), RetrieveListener.NONE);
      assertThat(result.status().code()).isEqualTo(0xA702);
      assertThat(site.received).isEmpty();
    }
  }

  @Test
  void aCompressedObjectComesAsItIs() throws Exception {
    Path file = Path.of("../testdata/ts/cr_j2k90.dcm");
    String uid = site.pacs.archive().add(file);
    site.pacs.down(); // it offers what it had when it came up
    site.pacs.up();
    String study = studyOf(uid);
    List<String> syntaxes = List.of(PacsFixture.SYNTAX, "1.2.840.10008.1.2.4.90");
    List<String> cr = List.of(SOPClass.ComputedRadiographyImageStorage);
    try (Association association =
        site.open(options -> options.forGet(QueryRoot.STUDY, cr, syntaxes))) {
      RetrieveResult result =
          retrieve(association, Method.GET, study(study), RetrieveListener.NONE);
      assertThat(result.isComplete()).as(result.toString()).isTrue();
    }
    assertThat(site.requests)
        .extracting(StoreRequest::transferSyntaxUid)
        .containsExactly("1.2.840.10008.1.2.4.90");
    assertThat(Files.readAllBytes(file)).endsWith(site.received.get(uid));
  }

  private String studyOf(String sopInstanceUid) {
    return site.pacs.archive().objects().stream()
        .filter(object -> object.sopInstanceUid().equals(sopInstanceUid))
        .map(object -> object.value(Tag.StudyInstanceUID))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAbortFromAnotherThreadEndsTheWait() throws Exception {
    site.pacs.fault(PacsFault.NEVER_ANSWER);
    try (Association association = site.open()) {
      Thread other = new Thread(association::abort, "test-abort");
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class,
              () -> {
                other.start();
                retrieve(
                    association, Method.MOVE, study(site.studies.get(0)), RetrieveListener.NONE);
              });
      other.join();
      assertThat(e.kind()).isIn(Kind.ABORTED, Kind.CLOSED);
    }
  }

  @Test
  void manySopClassesFitIntoOneNegotiation() throws Exception {
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < 125; i++) {
      classes.add("1.2.840.10008.5.1.4.1.1.77." + i);
    }
    classes.add("1.2.840.10008.5.1.4.1.1.1");
    List<String> syntaxes = List.of(PacsFixture.SYNTAX, "1.2.840.10008.1.2.4.90");
    try (Association association =
        site.open(options -> options.forGet(QueryRoot.STUDY, classes, syntaxes))) {
      assertThat(association.contexts()).hasSize(3); // what the PACS knows of them
      assertThat(
              retrieve(association, Method.GET, study(site.studies.get(0)), RetrieveListener.NONE)
                  .isComplete())
          .isTrue();
    }
  }

  private RetrieveResult retrieve(Method method, String... studies) throws IOException {
    try (Association association = site.open()) {
      return retrieve(
          association,
          method,
          study(studies),
          counts -> {
            progress.add(counts);
            return true;
          });
    }
  }

  private RetrieveResult retrieve(
      Association association, Method method, DataSet identifier, RetrieveListener listener)
      throws IOException {
    return method == Method.MOVE
        ? association.move(QueryRoot.STUDY, identifier, "XRAYVISION", listener)
        : association.get(QueryRoot.STUDY, identifier, site::store, listener);
  }

  private AssociationException failure(
      Method method, UnaryOperator<RequestorOptions.Builder> change) throws IOException {
    try (Association association = site.open(change)) {
      return catchThrowableOfType(
          AssociationException.class,
          () ->
              retrieve(
                  association,
                  method,
                  study(site.studies.toArray(String[]::new)),
                  RetrieveListener.NONE));
    }
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertThat(actual).containsOnlyKeys(expected.keySet().toArray(String[]::new));
    expected.forEach((uid, bytes) -> assertThat(actual.get(uid)).isEqualTo(bytes));
  }
}
