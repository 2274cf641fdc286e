/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.QueryRetrieveAdvice;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.config.PacsSettings;

/**
 * A PACS over DICOM: one association for each call, Study Root or Patient Root, C-MOVE to our own
 * listener or C-GET (PS3.4 §C.4). Safe for threads as {@link Pacs} says.
 */
final class DicomPacs implements Pacs {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration OPERATION = Duration.ofHours(1);

  private final PacsSettings settings;
  private final RequestorOptions options;
  private final Set<String> modalities;
  private final OurSide ours;
  private final StudyQuery query;
  private volatile boolean closed;
  private volatile @Nullable Association standing;

  DicomPacs(PacsSettings settings, Set<String> modalities, Duration timeout, OurSide ours) {
    this.settings = settings;
    this.modalities = Set.copyOf(modalities);
    this.ours = ours;
    QueryRoot root = QueryRoot.valueOf(settings.root().name());
    this.options = options(settings, root, timeout, ours);
    this.query = new StudyQuery(root, modalities);
  }

  private static RequestorOptions options(
      PacsSettings settings, QueryRoot root, Duration timeout, OurSide ours) {
    RequestorOptions.Builder options =
        RequestorOptions.builder()
            .callingAETitle(ours.aeTitle())
            .calledAETitle(settings.aeTitle())
            .host(settings.host())
            .port(settings.port())
            .tls(settings.tls())
            .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .responseTimeout(timeout)
            .retrieveResponseTimeout(timeout)
            .operationTimeout(OPERATION);
    return (settings.method() == PacsSettings.Method.C_GET
            ? options.forGet(root, ours.sopClassUids(), ours.transferSyntaxUids())
            : options.forMove(root))
        .build();
  }

  @Override
  public List<FoundStudy> find(List<LocalDate> days, Predicate<FoundStudy> interesting)
      throws PacsException {
    return with(
        association -> {
          List<FoundStudy> found = new ArrayList<>();
          for (FoundStudy study : query.studies(association, days)) {
            if (interesting.test(study)) {
              FoundStudy known = study.isKnown() ? study : query.completed(association, study);
              if (interesting.test(known)) {
                found.add(known);
              }
            }
          }
          return found;
        });
  }

  @Override
  public Fetched retrieve(String studyUid, boolean whole) throws PacsException {
    return with(
        association -> {
          StudyFetch fetch =
              new StudyFetch(settings, association, query, ours, this::advice, () -> !closed);
          StudyQuery.Keys keys = query.keys(association, studyUid);
          return whole ? fetch.study(keys) : fetch.series(keys, wantedSeries(association, keys));
        });
  }

  private List<StudyQuery.Series> wantedSeries(Association association, StudyQuery.Keys keys)
      throws IOException {
    return query.seriesOf(association, keys).stream()
        .filter(series -> modalities.contains(series.modality()))
        .toList();
  }

  /** What is done over an association. */
  @FunctionalInterface
  private interface Work<T> {
    T with(Association association) throws IOException, PacsException;
  }

  private <T> T with(Work<T> work) throws PacsException {
    try (Association association = open()) {
      standing = association;
      if (closed) {
        association.abort();
      }
      return work.with(association);
    } catch (StudyQuery.FailedException e) {
      String sentence =
          e.status().isFailure()
              // Without what the PACS comments, which may name a patient.
              ? advice().onFind(new Status(e.status().code()))
              : settings.address() + " did not answer the query in full: " + e.getMessage() + ".";
      throw PacsException.ofOne(sentence, e);
    } catch (AssociationException e) {
      String sentence = advice().on(e);
      // A context that was not accepted is missing for every study alike.
      throw e.kind() == AssociationException.Kind.NO_CONTEXT
          ? PacsException.ofAll(sentence, e)
          : PacsException.ofOne(sentence, e);
    } catch (IOException e) {
      throw PacsException.ofOne(settings.address() + ": " + e.getMessage(), e);
    } finally {
      standing = null;
    }
  }

  /** Whatever keeps us from an association keeps us from all studies. */
  private Association open() throws PacsException {
    if (closed) {
      throw PacsException.ofAll("the server ends", null);
    }
    try {
      return Association.open(options);
    } catch (AssociationException e) {
      throw PacsException.ofAll(advice().on(e), e);
    } catch (IOException e) {
      throw PacsException.ofAll(settings.address() + ": " + e.getMessage(), e);
    }
  }

  private QueryRetrieveAdvice advice() {
    return new QueryRetrieveAdvice(options, ours.destinationFor(settings.host(), settings.port()));
  }

  @Override
  public void close() {
    closed = true;
    Association now = standing;
    if (now != null) {
      now.abort();
    }
  }
}
