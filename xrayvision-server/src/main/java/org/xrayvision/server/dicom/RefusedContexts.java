/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.ProposedContext;

/**
 * The presentation contexts that one association was refused. Many senders propose all that they
 * could ever send: a few are told one by one, more of them in one sentence. Used by one thread.
 */
final class RefusedContexts {
  private static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
  private static final int TOLD_ONE_BY_ONE = 3;
  private static final int NAMED = 5;

  private final List<ProposedContext> notTaken = new ArrayList<>();
  private final List<ProposedContext> notDecoded = new ArrayList<>();

  /**
   * What a person is told.
   *
   * @param sopClassUid the one that it is about; null for several
   */
  record Notice(@Nullable String sopClassUid, String reason) {}

  /**
   * Adds one.
   *
   * @param result PS3.8 table 9-18: 3 abstract syntax, 4 transfer syntaxes not supported
   */
  void add(ProposedContext context, int result) {
    (result == ABSTRACT_SYNTAX_NOT_SUPPORTED ? notTaken : notDecoded).add(context);
  }

  int size() {
    return notTaken.size() + notDecoded.size();
  }

  /** What is to be told, shortest first. */
  List<Notice> notices() {
    List<Notice> notices = new ArrayList<>();
    List<String> classes = notTaken.stream().map(ProposedContext::sopClassUid).distinct().toList();
    if (classes.size() <= TOLD_ONE_BY_ONE) {
      classes.forEach(uid -> notices.add(new Notice(uid, named(uid) + " is not taken")));
    } else {
      notices.add(
          new Notice(null, classes.size() + " SOP classes are not taken: " + some(classes)));
    }
    if (notDecoded.size() <= TOLD_ONE_BY_ONE) {
      notDecoded.forEach(
          context ->
              notices.add(
                  new Notice(
                      context.sopClassUid(),
                      named(context.sopClassUid())
                          + ": cannot decode "
                          + syntaxes(context.transferSyntaxUids()))));
    } else {
      List<String> uids =
          notDecoded.stream()
              .flatMap(context -> context.transferSyntaxUids().stream())
              .distinct()
              .toList();
      notices.add(
          new Notice(null, notDecoded.size() + " contexts: cannot decode " + syntaxes(uids)));
    }
    return notices;
  }

  private static String some(List<String> sopClassUids) {
    return sopClassUids.stream()
            .limit(NAMED)
            .map(RefusedContexts::named)
            .collect(Collectors.joining(", "))
        + (sopClassUids.size() > NAMED ? ", ..." : "");
  }

  private static String named(String sopClassUid) {
    return SOPClass.nameOf(sopClassUid).orElse("SOP class " + sopClassUid);
  }

  private static String syntaxes(List<String> uids) {
    return uids.stream()
            .limit(NAMED)
            .map(uid -> TransferSyntax.of(uid).map(TransferSyntax::name).orElse("unknown " + uid))
            .collect(Collectors.joining(", "))
        + (uids.size() > NAMED ? ", ..." : "");
  }
}
