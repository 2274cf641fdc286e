/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What became of one study that was found in a PACS. Immutable.
 *
 * @param pacs the PACS' name in the configuration
 * @param studyUid StudyInstanceUID
 * @param whole false to fetch the series of the wanted modalities only
 * @param objects how many the PACS had when it was last asked; empty where it does not tell
 * @param fetched how many came at the last attempt
 * @param refused how many of them are none that we take
 * @param attempts that have failed
 * @param notBefore of the next attempt
 * @param updated the last change
 * @param error why the last attempt failed and what to do, or null
 */
public record Retrieval(
    String pacs,
    String studyUid,
    Status status,
    boolean whole,
    OptionalInt objects,
    int fetched,
    int refused,
    int attempts,
    Instant notBefore,
    Instant updated,
    @Nullable String error) {
  /** Where it stands. */
  public enum Status {
    /** It is fetched when its turn comes. */
    WANTED,
    /** All is here that can be. */
    DONE,
    /** Given up, until a person asks again. */
    FAILED,
    /** It has nothing of a modality that is fetched. */
    OTHER;

    /** The word in the database and the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }
}
