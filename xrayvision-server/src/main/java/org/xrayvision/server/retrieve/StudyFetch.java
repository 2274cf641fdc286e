/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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

  private final PacsSettings settings;
  private final QueryRoot root;
  private final Association association;
  private final OurSide ours;
  private final Supplier<QueryRetrieveAdvice> advice;
  private final BooleanSupplier goOn;

  StudyFetch(
      PacsSettings settings,
      Association association,
      OurSide ours,
      Supplier<QueryRetrieveAdvice> advice,
      BooleanSupplier goOn) {
    this.settings = settings;
    this.root = QueryRoot.valueOf(settings.root().name());
    this.association = association;
    this.ours = ours;
    this.advice = advice;
    this.goOn = goOn;
  }

  /** The whole study. */
  Fetched study(Keys keys) throws IOException, PacsException {
    return one(keys.identifier(QueryLevel.STUDY).build());
  }

  /** These series, one after the other; stops where one has a problem. */
  Fetched series(Keys keys, List<Series> series) throws IOException, PacsException {
    Fetched all = new Fetched(0, 0, null);
    for (Series one : series) {
      Fetched next =
          one(keys.identifier(QueryLevel.SERIES).set(Tag.SeriesInstanceUID, one.uid()).build());
      all =
          new Fetched(
              all.completed() + next.completed(), all.refused() + next.refused(), next.problem());
      if (all.problem() != null) {
        return all;
      }
    }
    return all;
  }

  private Fetched one(DataSet identifier) throws IOException, PacsException {
    long before = ours.refused().of(settings.aeTitle());
    RetrieveResult result =
        settings.method() == Method.C_GET
            ? association.get(root, identifier, ours.handler(), progress -> goOn.getAsBoolean())
            : association.move(root, identifier, ours.aeTitle(), progress -> goOn.getAsBoolean());
    if (result.cancelled()) {
      throw PacsException.ofAll("the server ends", null);
    }
    long named = result.failedSopInstanceUids().stream().filter(ours.refused()::contains).count();
    long forGood = Math.max(named, ours.refused().of(settings.aeTitle()) - before);
    return judged(result, (int) forGood);
  }

  /** What will be refused each time is no reason to fetch it once more. */
  private Fetched judged(RetrieveResult result, int forGood) throws PacsException {
    Status status = new Status(result.status().code());
    if (OF_ALL.contains(status.code())) {
      throw PacsException.ofAll(sentence(status), null);
    }
    int failed = Math.max(result.subOperations().failed(), result.refused());
    int came = Math.max(0, result.subOperations().completed());
    came += Math.max(0, result.subOperations().warning());
    boolean partly = status.code() == 0xB000 || status.code() == 0xA702;
    boolean explained =
        failed > 0
            ? failed <= forGood && (partly || status.isSuccess())
            : status.isSuccess() || status.isWarning();
    if (explained) {
      return new Fetched(came, forGood, null);
    }
    String counts =
        failed > 0 ? " Of " + (came + failed) + " objects " + failed + " did not come." : "";
    return new Fetched(came, forGood, sentence(status) + counts);
  }

  /** Without what the PACS comments, which may name a patient. */
  private String sentence(Status status) {
    return settings.method() == Method.C_GET
        ? advice.get().onGet(status)
        : advice.get().onMove(status);
  }
}
