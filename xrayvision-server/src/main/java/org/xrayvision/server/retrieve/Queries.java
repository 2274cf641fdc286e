/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people see of queries and ask for. Safe for threads. */
public interface Queries {
  /** What stands for the next query where there is none. */
  String DISABLED = "Disabled";

  /** Why no PACS is asked, and what to do; null if they are. */
  @Nullable String whyNot();

  /** When the first of the PACS is asked next, in the site's time, or {@link #DISABLED}. */
  String nextQuery();

  /** The names of the PACS, in the configuration's order. */
  List<String> names();

  /**
   * Asks for the studies of the last hours, now; answers at once.
   *
   * @param hours 1 to 168
   * @param pacs the name of one PACS, or null for all
   * @return the id of the run of each PACS that is asked
   * @throws IllegalStateException if {@link #whyNot()}
   * @throws IllegalArgumentException if there is no such PACS, or the hours are out of range
   */
  Map<String, Long> ask(int hours, @Nullable String pacs);

  /** How it stands with each PACS; empty if none is asked. */
  List<PacsStatus> status();

  /** The studies that could not be fetched until now, the latest first. */
  List<Retrieval> troubled(int max);

  /** Has somebody told how queries go on, on the threads of the workers; he must be quick. */
  void listen(Consumer<QueryProgress> listener);

  /** Nobody is asked. */
  static Queries off(String whyNot) {
    return new NoQueries(whyNot);
  }
}
