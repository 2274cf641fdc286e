/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.MoveDestination;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.QueryRetrieveAdvice;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.RetrieveListener;
import org.xrayvision.dicom.net.RetrieveResult;
import org.xrayvision.dicom.net.Status;

/** Orthanc as the PACS: we store to it, it is queried and retrieved from, it sends to us. */
@Timeout(300)
class OrthancIT {
  private static final String ALL_DAYS = "20260101-20260331";

  /** By which operation. */
  enum Method {
    MOVE,
    GET
  }

  @TempDir private Path folder;
  private FiftyStudies fifty;
  private OrthancPeer orthanc;

  @BeforeEach
  void start() throws Exception {
    fifty = new FiftyStudies();
    orthanc = new OrthancPeer(folder, fifty.listenerPort());
    fifty.storeTo(pacs());
  }

  @AfterEach
  void stop() {
    orthanc.close();
    fifty.close();
  }

  @ParameterizedTest
  @EnumSource
  void fiftyStudiesAreFoundAndRetrievedByteForByte(Method method) throws Exception {
    try (Association association = open(method)) {
      Set<String> found = FiftyStudies.find(association, ALL_DAYS);
      assertThat(found).containsExactlyInAnyOrderElementsOf(fifty.studies);
      assertThat(FiftyStudies.find(association, "20260102-20260103")).hasSize(2);
      for (String study : found) {
        RetrieveResult result = retrieve(association, method, study);
        assertThat(result.isComplete()).as(result.toString()).isTrue();
        assertThat(result.subOperations().completed()).isEqualTo(2);
      }
      association.release();
    }
    fifty.assertEverythingArrivedByteForByte();
    assertThat(fifty.senders).containsExactly(OrthancPeer.AE_TITLE);
  }

  @ParameterizedTest
  @EnumSource
  void whatItBreaksOffInTheMiddleIsAnExceptionAndComesWithTheNextAssociation(Method method)
      throws Exception {
    AtomicBoolean killed = new AtomicBoolean();
    CountDownLatch gone = new CountDownLatch(1);
    fifty.onReceived(
        count -> {
          if (count == 31 && killed.compareAndSet(false, true)) {
            orthanc.kill();
            gone.countDown();
          }
        });
    AssociationException e = retrieveAllAndFail(method);
    assertThat(e.kind()).isEqualTo(AssociationException.Kind.CLOSED);
    assertThat(e).hasMessageContaining("C-" + method);
    assertThat(fifty.received).hasSizeBetween(30, 32);
    assertThat(advice().on(e)).contains("closed the connection");

    gone.await(); // its connections break before it listens no more
    AssociationException down =
        catchThrowableOfType(AssociationException.class, () -> open(method));
    assertThat(advice().on(down)).contains("Nothing listens at 127.0.0.1:" + orthanc.dicomPort);

    orthanc.start();
    try (Association association = open(method)) {
      for (String study : fifty.studies) {
        assertThat(retrieve(association, method, study).isComplete()).isTrue();
      }
    }
    fifty.assertEverythingArrivedByteForByte();
  }

  @Test
  void whatItSendsArrivesByteForByte() throws Exception {
    String answer = orthanc.post("/modalities/us/store", orthanc.get("/studies"));
    assertThat(answer).contains("\"FailedInstancesCount\" : 0");
    fifty.assertEverythingArrivedByteForByte();
  }

  @Test
  void aDestinationThatItDoesNotKnowIsTold() throws Exception {
    try (Association association = open(Method.MOVE)) {
      RetrieveResult result =
          association.move(
              QueryRoot.STUDY,
              FiftyStudies.study(fifty.studies.get(0)),
              "NOBODY",
              RetrieveListener.NONE);
      assertThat(result.status().isFailure()).as(result.toString()).isTrue();
      assertThat(advice().onMove(result.status())).contains("PACS " + OrthancPeer.AE_TITLE);
    }
  }

  @Test
  void aWrongCalledTitleIsToldInWords() {
    RequestorOptions.Builder wrong = FiftyStudies.pacs("WRONG", orthanc.dicomPort);
    AssociationException e =
        catchThrowableOfType(AssociationException.class, () -> FiftyStudies.forMove(wrong));
    assertThat(e.kind()).isEqualTo(AssociationException.Kind.REJECTED);
    assertThat(new QueryRetrieveAdvice(wrong.forMove(QueryRoot.STUDY).build(), destination()).on(e))
        .contains("is not named 'WRONG'");
  }

  @Test
  void aCompressedObjectComesAsItIs() throws Exception {
    String jpeg2000 = "1.2.840.10008.1.2.4.90";
    String uid = fifty.archive.add(Path.of("../testdata/ts/cr_j2k90.dcm"));
    ArchivedObject object =
        fifty.archive.objects().stream()
            .filter(one -> one.sopInstanceUid().equals(uid))
            .findFirst()
            .orElseThrow();
    String cr = object.sopClassUid();
    RequestorOptions sender = pacs().contexts(List.of(ProposedContext.of(cr, jpeg2000))).build();
    try (Association association = Association.open(sender)) {
      assertThat(association.store(cr, uid, jpeg2000, object.open())).isEqualTo(Status.SUCCESS);
    }
    List<String> offered = List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(), jpeg2000);
    RequestorOptions getter = pacs().forGet(QueryRoot.STUDY, List.of(cr), offered).build();
    List<String> syntaxes = new ArrayList<>();
    try (Association association = Association.open(getter)) {
      RetrieveResult result =
          association.get(
              QueryRoot.STUDY,
              FiftyStudies.study(object.value(Tag.StudyInstanceUID)),
              (request, dataSet) -> {
                syntaxes.add(request.transferSyntaxUid());
                return fifty.store(request, dataSet);
              },
              RetrieveListener.NONE);
      assertThat(result.isComplete()).as(result.toString()).isTrue();
    }
    assertThat(syntaxes).containsExactly(jpeg2000);
  }

  @Test
  void itsEchoIsAnswered() throws Exception {
    assertThat(orthanc.post("/modalities/us/echo", "{}")).isNotNull();
  }

  private AssociationException retrieveAllAndFail(Method method) throws IOException {
    try (Association association = open(method)) {
      return catchThrowableOfType(
          AssociationException.class,
          () -> retrieve(association, method, String.join("\\", fifty.studies)));
    }
  }

  private RetrieveResult retrieve(Association association, Method method, String study)
      throws IOException {
    return method == Method.MOVE
        ? association.move(
            QueryRoot.STUDY, FiftyStudies.study(study), "XRAYVISION", RetrieveListener.NONE)
        : association.get(
            QueryRoot.STUDY, FiftyStudies.study(study), fifty::store, RetrieveListener.NONE);
  }

  private Association open(Method method) throws IOException {
    return method == Method.MOVE ? FiftyStudies.forMove(pacs()) : FiftyStudies.forGet(pacs());
  }

  private RequestorOptions.Builder pacs() {
    return FiftyStudies.pacs(OrthancPeer.AE_TITLE, orthanc.dicomPort)
        .connectTimeout(Duration.ofSeconds(5));
  }

  private QueryRetrieveAdvice advice() {
    return new QueryRetrieveAdvice(pacs().forMove(QueryRoot.STUDY).build(), destination());
  }

  private MoveDestination destination() {
    return new MoveDestination("XRAYVISION", "127.0.0.1", fifty.listenerPort());
  }
}
