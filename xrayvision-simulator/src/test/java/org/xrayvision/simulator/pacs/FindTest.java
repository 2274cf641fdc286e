/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.AssociationException.Kind;
import org.xrayvision.dicom.net.FindResult;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.Status;

/** C-FIND, ours against the simulated PACS (PS3.4 §C.4.1). */
@Timeout(120)
class FindTest {
  private static final int MANY = 1000;

  private PacsFixture site;
  private final List<DataSet> matches = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    site = new PacsFixture();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "StudyDate, 20260130-20260131, 2",
    "StudyDate, 20260131-, 2",
    "StudyDate, -20260130, 1",
    "StudyDate, 20260201, 1",
    "StudyTime, 2350-2351, 3",
    "PatientName, ol*, 1",
    "PatientName, *ț?r*, 1",
    "ModalitiesInStudy, CR, 3",
    "ModalitiesInStudy, CT, 0",
    "AccessionNumber, A1, 1"
  })
  void studiesAreFoundByTheirKeys(String keyword, String value, int expected) throws Exception {
    int tag = Dictionary.tagOf(keyword).orElseThrow();
    FindResult result =
        find(
            QueryLevel.STUDY
                .identifier()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(tag, value)
                .set(Tag.StudyInstanceUID)
                .set(Tag.NumberOfStudyRelatedInstances)
                .build());
    assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, expected, 0, false, false, false));
    assertThat(matches)
        .hasSize(expected)
        .allMatch(match -> match.integer(Tag.NumberOfStudyRelatedInstances).orElse(0) == 2)
        .allMatch(match -> site.studies.contains(match.string(Tag.StudyInstanceUID).orElse("")))
        .allMatch(match -> match.string(Tag.QueryRetrieveLevel).orElse("").equals("STUDY"));
  }

  @Test
  void seriesAndImagesAreFoundBelowTheirStudy() throws Exception {
    String study = site.studies.get(1);
    find(
        QueryLevel.SERIES
            .identifier()
            .set(Tag.StudyInstanceUID, study)
            .set(Tag.SeriesInstanceUID)
            .set(Tag.Modality, "CR")
            .build());
    assertThat(matches).hasSize(1);
    String series = matches.get(0).string(Tag.SeriesInstanceUID).orElseThrow();
    matches.clear();
    find(
        QueryLevel.IMAGE
            .identifier()
            .set(Tag.StudyInstanceUID, study)
            .set(Tag.SeriesInstanceUID, series)
            .set(Tag.SOPInstanceUID)
            .build());
    assertThat(matches).hasSize(2);
    assertThat(site.pacs.archive().dataSets())
        .containsKeys(
            matches.stream()
                .map(match -> match.string(Tag.SOPInstanceUID).orElseThrow())
                .toArray(String[]::new));
  }

  @Test
  void severalUidsAreAList() throws Exception {
    find(PacsFixture.study(site.studies.get(0), site.studies.get(2)));
    assertThat(matches).hasSize(2);
  }

  @Test
  void anIdentifierThatLacksItsStudyIsA900AndTheAssociationLives() throws Exception {
    try (Association association = site.open()) {
      FindResult result =
          association.find(
              QueryRoot.STUDY,
              QueryLevel.SERIES.identifier().set(Tag.SeriesInstanceUID).build(),
              MANY,
              matches::add);
      assertThat(result.status()).isEqualTo(new Status(0xA900, "level or unique key missing"));
      assertThat(result.isComplete()).isFalse();
      assertThat(find(association).matches()).isEqualTo(3);
    }
  }

  @Test
  void aKeyThatIsNotSupportedIsTold() throws Exception {
    FindResult result =
        find(
            QueryLevel.STUDY
                .identifier()
                .set(Tag.StudyInstanceUID)
                .set(Tag.BodyPartExamined)
                .build());
    assertThat(result.optionalKeysUnsupported()).isTrue();
    assertThat(result.isComplete()).isTrue();
  }

  @Test
  void aListenerThatHasEnoughCancels() throws Exception {
    site.pacs.fault(PacsFault.ENDLESS_MATCHES);
    try (Association association = site.open()) {
      FindResult result =
          association.find(
              QueryRoot.STUDY,
              PacsFixture.allStudies(),
              MANY,
              match -> {
                matches.add(match);
                return matches.size() < 5;
              });
      assertThat(result).isEqualTo(new FindResult(Status.CANCEL, 5, 0, false, false, true));
      assertThat(matches).hasSize(5);
      site.pacs.noFaults();
      assertThat(find(association).matches()).isEqualTo(3); // nothing of the first is left
    }
  }

  @Test
  void matchesWithoutEndAreCancelledAtTheLimit() throws Exception {
    site.pacs.fault(PacsFault.ENDLESS_MATCHES);
    FindResult result = find(PacsFixture.allStudies());
    assertThat(result.status()).isEqualTo(Status.CANCEL);
    assertThat(result.matches()).isEqualTo(MANY);
    assertThat(result.limitReached()).isTrue();
    assertThat(matches).hasSize(MANY);
  }

  @Test
  void exactlyAsManyMatchesAsTheLimitAreNotTooMany() throws Exception {
    try (Association association = site.open()) {
      FindResult result =
          association.find(QueryRoot.STUDY, PacsFixture.allStudies(), 3, matches::add);
      assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, 3, 0, false, false, false));
    }
  }

  @Test
  void aPacsThatGoesOnAfterTheCancelIsAborted() throws Exception {
    site.pacs.fault(PacsFault.ENDLESS_MATCHES);
    site.pacs.fault(PacsFault.IGNORE_CANCEL);
    try (Association association =
        site.open(options -> options.responseTimeout(Duration.ofSeconds(2)))) {
      AssociationException e = failure(association);
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("the end after C-CANCEL was awaited");
      assertThat(matches).hasSize(MANY);
    }
    site.pacs.noFaults();
    matches.clear();
    assertThat(find(PacsFixture.allStudies()).matches()).isEqualTo(3);
  }

  @Test
  void aPacsThatDoesNotAnswerIsAborted() throws Exception {
    site.pacs.fault(PacsFault.NEVER_ANSWER);
    try (Association association =
        site.open(options -> options.responseTimeout(Duration.ofSeconds(2)))) {
      AssociationException e = failure(association);
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("C-FIND, while a response was awaited");
    }
  }

  @Test
  void anOperationHasATotalTimeHoweverSteadilyThePacsAnswers() throws Exception {
    site.pacs.fault(PacsFault.ENDLESS_MATCHES);
    try (Association association =
        site.open(options -> options.operationTimeout(Duration.ofMillis(300)))) {
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class,
              () ->
                  association.find(
                      QueryRoot.STUDY, PacsFixture.allStudies(), Integer.MAX_VALUE, m -> true));
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("not over after 0.3 s");
    }
  }

  @Test
  void anAbortInTheMiddleIsAnExceptionAndTheMatchesBeforeItWereTold() throws Exception {
    site.pacs.fault(PacsFault.ABORT, 3);
    try (Association association = site.open()) {
      assertThat(failure(association).kind()).isEqualTo(Kind.ABORTED_BY_PEER);
      assertThat(matches).hasSize(2);
    }
  }

  @Test
  void theSameMatchTwiceIsToldTwice() throws Exception {
    site.pacs.fault(PacsFault.DUPLICATE_MATCH);
    assertThat(find(PacsFixture.allStudies()).matches()).isEqualTo(6);
    assertThat(matches.stream().distinct()).hasSize(3);
  }

  @Test
  void aMatchThatCannotBeUnderstoodCostsOnlyItself() throws Exception {
    site.pacs.fault(PacsFault.BROKEN_MATCH, 2);
    FindResult result = find(PacsFixture.allStudies());
    assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, 2, 1, false, false, false));
    assertThat(result.isComplete()).isFalse();
  }

  @Test
  void outOfResourcesIsAStatus() throws Exception {
    site.pacs.fault(PacsFault.OUT_OF_RESOURCES);
    assertThat(find(PacsFixture.allStudies()).status().code()).isEqualTo(0xA700);
  }

  @Test
  void whatTheListenerThrowsAbortsTheAssociation() throws Exception {
    try (Association association = site.open()) {
      assertThatThrownBy(
              () ->
                  association.find(
                      QueryRoot.STUDY,
                      PacsFixture.allStudies(),
                      MANY,
                      match -> {
                        throw new IllegalArgumentException("mine");
                      }))
          .hasMessage("mine");
      assertThat(failure(association).kind()).isEqualTo(Kind.ABORTED);
    }
  }

  @Test
  void aListenerCannotUseTheAssociation() throws Exception {
    try (Association association = site.open()) {
      assertThatThrownBy(
              () ->
                  association.find(
                      QueryRoot.STUDY,
                      PacsFixture.allStudies(),
                      MANY,
                      match -> find(association).isComplete()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anIdentifierWithoutLevelAndARootThatWasNotAcceptedAreToldBeforeAnythingIsSent()
      throws Exception {
    try (Association association = site.open()) {
      assertThatThrownBy(
              () -> association.find(QueryRoot.STUDY, DataSet.empty(), MANY, matches::add))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(0008,0052)");
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class,
              () ->
                  association.find(
                      QueryRoot.PATIENT, PacsFixture.allStudies(), MANY, matches::add));
      assertThat(e.kind()).isEqualTo(Kind.NO_CONTEXT);
      assertThat(e).hasMessageContaining("Patient Root Query/Retrieve Information Model - FIND");
      assertThat(find(association).isComplete()).isTrue();
    }
  }

  @Test
  void thePatientRootFindsPatients() throws Exception {
    try (Association association = site.open(options -> options.forMove(QueryRoot.PATIENT))) {
      association.find(
          QueryRoot.PATIENT,
          QueryLevel.PATIENT.identifier().set(Tag.PatientID).build(),
          MANY,
          matches::add);
      assertThat(matches).hasSize(3);
    }
  }

  private FindResult find(DataSet identifier) throws IOException {
    try (Association association = site.open()) {
      return association.find(QueryRoot.STUDY, identifier, MANY, matches::add);
    }
  }

  private FindResult find(Association association) {
    try {
      return association.find(QueryRoot.STUDY, PacsFixture.allStudies(), MANY, matches::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private AssociationException failure(Association association) {
    return catchThrowableOfType(
        AssociationException.class,
        () -> association.find(QueryRoot.STUDY, PacsFixture.allStudies(), MANY, matches::add));
  }
}
