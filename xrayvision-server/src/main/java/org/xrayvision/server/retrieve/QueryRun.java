/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.retrieve.QueryProgress.State;

/** The counts of a run that goes on; tells each change. Safe for threads. */
final class QueryRun {
  private static final System.Logger LOG = System.getLogger(QueryRun.class.getName());

  private final long id;
  private final String pacs;
  private final Instant begun;
  private final Consumer<QueryProgress> listener;
  private State state = State.STARTED;
  private int found;
  private int fetched;
  private int failed;
  private int skipped;
  private @Nullable String problem;
  private @Nullable Instant ended;

  QueryRun(long id, String pacs, Instant begun, Consumer<QueryProgress> listener) {
    this.id = id;
    this.pacs = pacs;
    this.begun = begun;
    this.listener = listener;
  }

  long id() {
    return id;
  }

  void asks() {
    tell(State.STARTED);
  }

  synchronized void found(int studies, int ofThemHere) {
    found += studies;
    skipped += ofThemHere;
    tell(State.FOUND);
  }

  synchronized void fetched() {
    fetched++;
    tell(State.RETRIEVING);
  }

  synchronized void failed(String sentence) {
    failed++;
    hasProblem(sentence);
    tell(State.RETRIEVING);
  }

  /** Something that is not about one study. */
  synchronized void hasProblem(String sentence) {
    problem = problem == null ? sentence : problem;
  }

  synchronized void end(Instant now) {
    ended = now;
    tell(problem == null ? State.DONE : State.FAILED);
    if (fetched + failed > 0) {
      LOG.log(System.Logger.Level.INFO, "PACS " + pacs + ": " + counts());
    }
  }

  synchronized PacsStatus.Run view() {
    return new PacsStatus.Run(id, begun, ended, progress());
  }

  private synchronized void tell(State next) {
    state = next;
    listener.accept(progress());
  }

  private QueryProgress progress() {
    return new QueryProgress(pacs, state, found, fetched, failed, skipped, message());
  }

  private String message() {
    if (problem != null) {
      return problem;
    }
    if (state == State.STARTED) {
      return "The PACS is being asked.";
    }
    return counts();
  }

  private String counts() {
    return "Studies found: "
        + found
        + ", here already: "
        + skipped
        + ", fetched: "
        + fetched
        + ", failed: "
        + failed
        + ".";
  }
}
