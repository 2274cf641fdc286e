/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRetrieveAdvice;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RetrieveResult;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.config.PacsSettings.Method;
import org.xrayvision.server.retrieve.Pacs.Fetched;
import org.xrayvision.server.retrieve.StudyQuery.Keys;
import org.xrayvision.server.retrieve.StudyQuery.Series;

/** The C-MOVEs or C-GETs of one study over one association, and what their ends mean. */
final class StudyFetch {
  /** Move destination unknown, not supported, not authorized, unrecognized operation. */
  private static final Set<Integer> OF_ALL = Set.of(0xA801, 0x0122, 0x0124, 0x0211);

  /** Not all sub-operations went well. */
  private static final Set<Integer> PARTLY = Set.of(0xB000, 0xA702);

  private final PacsSettings settings;
  private final QueryRoot root;
  private final Association association;
  private final StudyQuery query;
  private final OurSide ours;
  private final Supplier<QueryRetrieveAdvice> advice;
  private final BooleanSupplier goOn;

  StudyFetch(
      PacsSettings settings,
      Association association,
      StudyQuery query,
      OurSide ours,
      Supplier<QueryRetrieveAdvice> advice,
      BooleanSupplier goOn) {
    this.settings = settings;
    this.root = QueryRoot.valueOf(settings.root().name());
    this.association = association;
    this.query = query;
    this.ours = ours;
    this.advice = advice;
    this.goOn = goOn;
  }

  /** The whole study. */
  Fetched study(Keys keys) throws IOException, PacsException {
    return one(keys, null);
  }

  /** These series, one after the other; stops where one has a problem. */
  Fetched series(Keys keys, List<Series> series) throws IOException, PacsException {
    Fetched all = new Fetched(0, 0, null);
    for (Series one : series) {
      Fetched next = one(keys, one);
      all =
          new Fetched(
              all.completed() + next.completed(), all.refused() + next.refused(), next.problem());
      if (all.problem() != null) {
        return all;
      }
    }
    return all;
  }

  private Fetched one(Keys keys, @Nullable Series series) throws IOException, PacsException {
    long before = ours.refused().of(settings.aeTitle());
    RetrieveResult result = ask(keys, series);
    Status status = new Status(result.status().code());
    if (result.cancelled()) {
      throw PacsException.ofAll("the server ends", null);
    }
    if (OF_ALL.contains(status.code())) {
      throw PacsException.ofAll(sentence(status), null);
    }
    int came = Math.max(0, result.subOperations().completed());
    came += Math.max(0, result.subOperations().warning());
    int failed = Math.max(result.subOperations().failed(), result.refused());
    if (failed <= 0) {
      boolean well = status.isSuccess() || status.isWarning();
      return new Fetched(came, 0, well ? null : sentence(status) + hint(came));
    }
    int forGood = forGood(result, before);
    boolean partly = status.isSuccess() || PARTLY.contains(status.code());
    if (partly && failed > forGood) {
      forGood += ofOtherClasses(keys, series);
    }
    // What will be refused each time is no reason to fetch it once more.
    return partly && failed <= forGood
        ? new Fetched(came, failed, null)
        : new Fetched(came, Math.min(failed, forGood), problem(status, came, failed));
  }

  private String problem(Status status, int came, int failed) {
    return sentence(status)
        + (" Of " + (came + failed) + " objects " + failed + " did not come.")
        + hint(came);
  }

  private RetrieveResult ask(Keys keys, @Nullable Series series) throws IOException {
    DataSet identifier =
        series == null
            ? keys.identifier(QueryLevel.STUDY).build()
            : keys.identifier(QueryLevel.SERIES).set(Tag.SeriesInstanceUID, series.uid()).build();
    return settings.method() == Method.C_GET
        ? association.get(root, identifier, ours.handler(), progress -> goOn.getAsBoolean())
        : association.move(root, identifier, ours.aeTitle(), progress -> goOn.getAsBoolean());
  }

  /** How many of the failures are objects that we have refused for good. */
  private int forGood(RetrieveResult result, long before) {
    long named = result.failedSopInstanceUids().stream().filter(ours.refused()::contains).count();
    return (int) Math.max(named, ours.refused().of(settings.aeTitle()) - before);
  }

  /** How many objects there are of SOP classes that we never accept a context for. */
  private int ofOtherClasses(Keys keys, @Nullable Series only) throws IOException {
    try {
      int others = 0;
      List<Series> all = only == null ? query.seriesOf(association, keys) : List.of(only);
      for (Series series : all) {
        for (String sopClassUid : query.imagesOf(association, keys, series).values()) {
          others += sopClassUid.isEmpty() || ours.sopClassUids().contains(sopClassUid) ? 0 : 1;
        }
      }
      return others;
    } catch (StudyQuery.FailedException e) {
      // It does not tell: then they count as failures.
      return 0;
    }
  }

  /** A PACS that cannot reach us says so with many statuses, or only in its log. */
  private String hint(int came) {
    return came > 0 || settings.method() == Method.C_GET
        ? ""
        : " Nothing came: see whether the PACS reaches "
            + ours.destinationFor(settings.host(), settings.port())
            + ".";
  }

  /** Without what the PACS comments, which may name a patient. */
  private String sentence(Status status) {
    return settings.method() == Method.C_GET
        ? advice.get().onGet(status)
        : advice.get().onMove(status);
  }
}
