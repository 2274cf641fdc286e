package org.xrayvision.server;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.spi.ExamListener;

/** Writes into the log what happens to exams: the kind and the end of the UID, nothing else. */
final class ExamJournal implements ExamListener {
  private static final System.Logger LOG = System.getLogger(ExamJournal.class.getName());
  private static final Set<String> TROUBLE = Set.of(ExamEvent.ERROR, ExamEvent.CONFLICT);
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
                + (trouble ? " " + event.payload() : ""));
  }

  private static String shortened(@Nullable String uid) {
    if (uid == null) {
      return "-";
    }
    return uid.length() <= SHOWN ? uid : ".." + uid.substring(uid.length() - SHOWN);
  }
}
