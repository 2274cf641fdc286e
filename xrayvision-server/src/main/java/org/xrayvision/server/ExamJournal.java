/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.spi.ExamListener;

/** Writes into the log what happens to exams: the kind, the end of the UID, and why it failed. */
final class ExamJournal implements ExamListener {
  private static final System.Logger LOG = System.getLogger(ExamJournal.class.getName());
  private static final Set<String> TROUBLE =
      Set.of(ExamEvent.ERROR, ExamEvent.CONFLICT, ExamEvent.ALERT_FAILED);
  private static final Set<String> WITH_REASON =
      Set.of(ExamEvent.ERROR, ExamEvent.CONFLICT, ExamEvent.HANDED_BACK, ExamEvent.ALERT_FAILED);
  private static final int SHOWN = 8;

  @Override
  public void onEvent(ExamEvent event) {
    boolean trouble = TROUBLE.contains(event.kind());
    LOG.log(
        trouble ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
        () ->
            "exam "
                + shortened(event.uid())
                + ": "
                + event.kind()
                + " (event "
                + event.seq()
                + ")"
                + (WITH_REASON.contains(event.kind()) ? " " + event.payload() : ""));
  }

  private static String shortened(@Nullable String uid) {
    if (uid == null) {
      return "-";
    }
    return uid.length() <= SHOWN ? uid : ".." + uid.substring(uid.length() - SHOWN);
  }
}
