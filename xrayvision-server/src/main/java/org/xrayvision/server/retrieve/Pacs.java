/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A PACS, as its worker needs it. One call at a time; {@link #close} from any thread. */
interface Pacs extends AutoCloseable {
  /**
   * The studies of these days that are of interest, each once. Of those of which a match does not
   * say enough, more is asked for.
   *
   * @param interesting may be asked twice of a study, with more known the second time
   */
  List<FoundStudy> find(List<LocalDate> days, Predicate<FoundStudy> interesting)
      throws PacsException;

  /**
   * Has a study sent to us, and waits for the end.
   *
   * @param whole false to fetch the series of the wanted modalities only
   */
  Fetched retrieve(String studyUid, boolean whole) throws PacsException;

  /** Aborts what is going on; later calls fail. */
  @Override
  void close();

  /**
   * How a retrieval ended. Immutable.
   *
   * @param completed the objects that came
   * @param refused the objects that we do not take, whoever sends them how often
   * @param problem why it is to be tried again, or null if all is here that can be
   */
  record Fetched(int completed, int refused, @Nullable String problem) {}
}
