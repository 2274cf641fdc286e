/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.DimseExchange;
import org.xrayvision.dicom.net.DimseRequest;
import org.xrayvision.dicom.net.DimseService;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.dicom.RefusedObjects;
import org.xrayvision.simulator.dicom.TestAuthority;

/** A PACS that supports the keys that it must, and hardly any other; it speaks real DICOM. */
final class DicomPacsTest {
  private static final List<LocalDate> TODAY = List.of(LocalDate.of(2026, 11, 26));

  private final Meagre meagre = new Meagre();
  private DicomListener listener;
  private DicomPacs pacs;

  @BeforeEach
  void start() throws IOException {
    open(null, null);
  }

  /** Over TLS if both sides have a way to speak it. */
  private void open(@Nullable TlsOptions theirs, @Nullable TlsOptions ours) throws IOException {
    listener =
        new DicomListener(
            AcceptorOptions.builder()
                .aeTitle("MEAGRE")
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .tls(0, theirs)
                .closeGrace(Duration.ofMillis(100))
                .storageSopClassUids(List.of(SOPClass.ComputedRadiographyImageStorage))
                .build(),
            (request, dataSet) -> Status.PROCESSING_FAILURE,
            AssociationListener.NONE,
            List.of(meagre));
    listener.start();
    pacs =
        new DicomPacs(
            new PacsSettings(
                "main",
                "MEAGRE",
                "127.0.0.1",
                theirs == null ? listener.port() : listener.tlsPort(),
                PacsSettings.Method.C_MOVE,
                PacsSettings.Root.STUDY,
                ours),
            Set.of("CR"),
            Duration.ofSeconds(20),
            new OurSide(
                "XRAYVISION",
                () -> 4010,
                List.of(SOPClass.ComputedRadiographyImageStorage),
                List.of(),
                (request, dataSet) -> Status.SUCCESS,
                new RefusedObjects()));
  }

  @AfterEach
  void stop() {
    pacs.close();
    listener.close();
  }

  @Test
  void aPacsIsAskedOverTlsByWhomItKnows(@TempDir Path folder) throws Exception {
    TestAuthority authority = TestAuthority.in(folder);
    TlsOptions theirs =
        tls(authority, authority.issue("pacs")).clientCertificateRequired(true).build();
    stop();
    open(theirs, tls(authority, authority.issue("xrayvision")).build());

    assertThat(pacs.find(TODAY, study -> study.uid().equals("1.2.1"))).hasSize(1);
  }

  private static TlsOptions.Builder tls(TestAuthority authority, TestAuthority.Issued issued) {
    return TlsOptions.builder()
        .certificate(issued.certificate(), issued.key(), null)
        .trust(authority.trust(), null);
  }

  /**
   * Two studies, one of them CT; each has two series, the first of three images, the other of one.
   */
  private static final class Meagre implements DimseService {
    final List<DataSet> asked = new CopyOnWriteArrayList<>();
    final CountDownLatch silent = new CountDownLatch(1);
    volatile boolean refusesModalities;
    volatile boolean isSilent;
    volatile Status refuses = Status.SUCCESS;

    @Override
    public Set<String> sopClassUids() {
      return Set.of(QueryRoot.STUDY.findSopClassUid(), QueryRoot.STUDY.moveSopClassUid());
    }

    @Override
    public void serve(DimseRequest request, DimseExchange exchange) throws IOException {
      DataSet identifier = request.dataSet().orElseThrow();
      asked.add(identifier);
      while (isSilent) {
        silent.countDown();
        exchange.isCancelled();
        pause();
      }
      boolean named = identifier.string(Tag.ModalitiesInStudy).isPresent();
      if (refuses.isFailure() || (refusesModalities && named)) {
        exchange
            .response(refuses.isFailure() ? refuses : Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS)
            .send();
        return;
      }
      for (DataSet match : matches(identifier)) {
        exchange.response(Status.PENDING).dataSet(match).send();
      }
      exchange.response(Status.SUCCESS).send();
    }

    private static void pause() throws IOException {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private static List<DataSet> matches(DataSet identifier) {
      List<DataSet> matches = new ArrayList<>();
      String study = identifier.string(Tag.StudyInstanceUID).orElse("");
      String series = identifier.string(Tag.SeriesInstanceUID).orElse("");
      switch (identifier.string(Tag.QueryRetrieveLevel).orElseThrow()) {
        case "STUDY" -> {
          for (String uid : List.of("1.2.1", "1.2.2", "1.2.2", "not a UID")) {
            matches.add(
                DataSet.builder()
                    .set(Tag.StudyInstanceUID, uid)
                    .set(Tag.StudyDate, "20261126")
                    .set(Tag.StudyTime, "081500.5")
                    .build());
          }
        }
        case "SERIES" -> {
          for (int i = 1; i <= 2; i++) {
            matches.add(
                DataSet.builder()
                    .set(Tag.SeriesInstanceUID, study + "." + i)
                    .set(Tag.Modality, study.equals("1.2.2") ? "CT" : "CR")
                    .build());
          }
        }
        default -> {
          for (int i = 1; i <= (series.endsWith(".1") ? 3 : 1); i++) {
            matches.add(DataSet.builder().set(Tag.SOPInstanceUID, series + "." + i).build());
          }
        }
      }
      return matches;
    }
  }

  @Test
  void whatAStudyDoesNotSayIsAskedOfItsSeriesAndImages() throws Exception {
    List<FoundStudy> found =
        pacs.find(
            TODAY, study -> study.modalities().isEmpty() || study.modalities().contains("CR"));

    assertThat(found)
        .singleElement()
        .satisfies(
            study -> {
              assertThat(study.uid()).isEqualTo("1.2.1");
              assertThat(study.modalities()).containsExactly("CR");
              assertThat(study.instances()).isEqualTo(OptionalInt.of(4));
              assertThat(study.date()).isEqualTo("2026-11-26");
              assertThat(study.time()).isEqualTo("08:15:00.500");
            });
    DataSet first = meagre.asked.get(0);
    assertThat(first.string(Tag.StudyDate)).contains("20261126");
    assertThat(first.string(Tag.ModalitiesInStudy)).contains("CR");
    assertThat(first.contains(Tag.PatientName) || first.contains(Tag.PatientID)).isFalse();
  }

  @Test
  void whereModalitiesAreNoKeyItIsAskedWithoutThemFromThenOn() throws Exception {
    meagre.refusesModalities = true;

    assertThat(pacs.find(TODAY, study -> study.uid().equals("1.2.1"))).hasSize(1);
    meagre.asked.clear();
    assertThat(pacs.find(TODAY, study -> study.uid().equals("1.2.1"))).hasSize(1);

    assertThat(meagre.asked)
        .filteredOn(one -> one.string(Tag.QueryRetrieveLevel).orElse("").equals("STUDY"))
        .singleElement()
        .satisfies(one -> assertThat(one.hasValue(Tag.ModalitiesInStudy)).isFalse());
  }

  @Test
  void aFailureIsASentenceWithoutWhatThePacsComments() throws Exception {
    meagre.refuses = Status.OUT_OF_RESOURCES.withComment("index of Olteanu Ion locked");

    assertThatThrownBy(() -> pacs.find(TODAY, study -> true))
        .isInstanceOf(PacsException.class)
        .hasMessageContaining("MEAGRE (127.0.0.1:" + listener.port() + ")")
        .hasMessageContaining("try again later")
        .hasMessageNotContaining("Olteanu");
    assertThat(pacs.retrieve("1.2.1", true).problem())
        .contains("out of resources for the retrieval")
        .doesNotContain("Olteanu");
  }

  @Test
  void whatAPacsDoesNotOfferIsTroubleWithAllOfIt() {
    DicomPacs byGet =
        new DicomPacs(
            new PacsSettings(
                "main",
                "MEAGRE",
                "127.0.0.1",
                listener.port(),
                PacsSettings.Method.C_GET,
                PacsSettings.Root.PATIENT),
            Set.of("CR"),
            Duration.ofSeconds(20),
            new OurSide(
                "XRAYVISION",
                () -> 4010,
                List.of(SOPClass.ComputedRadiographyImageStorage),
                List.of("1.2.840.10008.1.2.1"),
                (request, dataSet) -> Status.SUCCESS,
                new RefusedObjects()));

    assertThatThrownBy(() -> byGet.retrieve("1.2.1", true))
        .isInstanceOfSatisfying(PacsException.class, e -> assertThat(e.isOfAll()).isTrue());
  }

  @Test
  void closingEndsAQueryThatWaits() throws Exception {
    meagre.isSilent = true;
    CompletableFuture<Void> query = new CompletableFuture<>();
    Thread asking =
        new Thread(
            () -> {
              try {
                pacs.find(TODAY, study -> true);
                query.complete(null);
              } catch (PacsException e) {
                query.completeExceptionally(e);
              }
            },
            "asking");
    asking.start();
    assertThat(meagre.silent.await(60, TimeUnit.SECONDS)).isTrue();

    pacs.close();

    // A time-out would be a failure of another type.
    assertThat(query)
        .failsWithin(Duration.ofSeconds(15))
        .withThrowableOfType(ExecutionException.class);
    meagre.isSilent = false;
    assertThatThrownBy(() -> pacs.find(TODAY, study -> true)).hasMessage("the server ends");
  }
}
