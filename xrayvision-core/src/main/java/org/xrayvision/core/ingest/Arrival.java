/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.IngestSource;
import org.xrayvision.dicom.data.UIDs;

/** What is known of an object that is arriving, for the answer. One thread. */
final class Arrival {
  private static final int MAX_REASON = 200;
  private static final int MAX_AE_TITLE = 16;

  private final IngestSource source;
  private final Instant at;
  private @Nullable String sopClassUid;
  private @Nullable String sopInstanceUid;

  Arrival(IngestSource source, Instant at) {
    this.source = source;
    this.at = at;
  }

  /** Notes what the object says it is, if that can be. */
  void isAnnouncedAs(@Nullable String sopClass, @Nullable String sopInstance) {
    sopClassUid = valid(sopClass);
    sopInstanceUid = valid(sopInstance);
  }

  private static @Nullable String valid(@Nullable String uid) {
    String trimmed = uid == null ? "" : UIDs.trim(uid);
    return UIDs.isValid(trimmed) ? trimmed : null;
  }

  Instant at() {
    return at;
  }

  /** The calling AE title as a file can hold it (VR AE, PS3.5 §6.2), or null. */
  @Nullable String sender() {
    String title = source.aeTitle() == null ? "" : source.aeTitle().strip();
    boolean fits =
        !title.isEmpty()
            && title.length() <= MAX_AE_TITLE
            && title.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '\\');
    return fits ? title : null;
  }

  IngestResult failed(Outcome outcome, String message) {
    return new IngestResult(outcome, sopInstanceUid, printable(message));
  }

  Refusal refusal(IngestResult failure) {
    return new Refusal(
        at, source.address(), sender(), sopClassUid, failure.outcome().status(), failure.message());
  }

  /** Bytes of a hostile object may stand in a message about it. */
  private static String printable(String message) {
    String line = message.replaceAll("[^\\x20-\\x7E]", "?");
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON);
  }
}
