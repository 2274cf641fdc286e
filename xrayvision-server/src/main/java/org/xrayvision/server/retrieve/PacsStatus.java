/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.PacsSettings;

/**
 * How it stands with one PACS. Immutable.
 *
 * @param next the next query by schedule
 * @param waitsFor why nothing is fetched though something is wanted; null if nothing is in the way
 * @param trouble why the PACS is no use now and what to do; null if all is well
 * @param troubleSince when that began
 * @param answered the end of the last window that was answered in full; null before the first
 * @param wanted how many studies are still to be fetched
 * @param failed how many were given up
 * @param run the run that goes on, or the last one; null before the first
 */
public record PacsStatus(
    PacsSettings settings,
    Activity activity,
    Instant next,
    @Nullable String waitsFor,
    @Nullable String trouble,
    @Nullable Instant troubleSince,
    @Nullable Instant answered,
    int wanted,
    int failed,
    @Nullable Run run) {
  /** What its worker does. */
  public enum Activity {
    /** It waits for the next query. */
    IDLE,
    /** It asks. */
    QUERYING,
    /** It fetches. */
    RETRIEVING,
    /** It would fetch, but something is in the way. */
    WAITING;

    /** The word in the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A query with all that was fetched because of it, and what else was due meanwhile. Immutable.
   *
   * @param id a later run has a greater one
   * @param ended null while it goes on
   */
  public record Run(long id, Instant begun, @Nullable Instant ended, QueryProgress progress) {}
}
