/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.retrieve.PacsStatus;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.retrieve.QueryProgress;
import org.xrayvision.server.retrieve.Retrieval;

/** Two PACS of which nobody is really asked. Safe for threads. */
final class SampleQueries implements Queries {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Consumer<QueryProgress>> listeners = new CopyOnWriteArrayList<>();
  volatile @Nullable String off;
  volatile @Nullable String trouble;

  void tell(QueryProgress progress) {
    listeners.forEach(listener -> listener.accept(progress));
  }

  @Override
  public @Nullable String whyNot() {
    return off;
  }

  @Override
  public String nextQuery() {
    return off == null ? "2026-11-22 10:05:00" : DISABLED;
  }

  @Override
  public List<String> names() {
    return List.of("main", "old");
  }

  @Override
  public Map<String, Long> ask(int hours, @Nullable String pacs) {
    Map<String, Long> runs = new LinkedHashMap<>();
    for (String name : names()) {
      if (pacs == null || pacs.equals(name)) {
        asked.add(name + " " + hours);
        runs.put(name, 7L);
      }
    }
    return runs;
  }

  @Override
  public List<PacsStatus> status() {
    List<PacsStatus> all = new ArrayList<>();
    for (String name : names()) {
      Instant at = Instant.parse("2026-11-22T08:00:00Z");
      all.add(
          new PacsStatus(
              new PacsSettings(
                  name,
                  "ARCHIVE",
                  "192.0.2.8",
                  104,
                  PacsSettings.Method.C_MOVE,
                  PacsSettings.Root.STUDY),
              PacsStatus.Activity.IDLE,
              at.plusSeconds(300),
              null,
              name.equals("main") ? trouble : null,
              name.equals("main") && trouble != null ? at : null,
              at,
              0,
              1,
              new PacsStatus.Run(
                  7,
                  at,
                  at.plusSeconds(5),
                  new QueryProgress(name, QueryProgress.State.DONE, 3, 1, 0, 2, "words"))));
    }
    return all;
  }

  @Override
  public List<Retrieval> troubled(int max) {
    Instant at = Instant.parse("2026-11-22T08:00:00Z");
    return List.of(
        new Retrieval(
            "main",
            "1.2.4.9",
            Retrieval.Status.FAILED,
            true,
            OptionalInt.of(4),
            3,
            0,
            5,
            Instant.EPOCH,
            at,
            "The PACS could not send."));
  }

  @Override
  public void listen(Consumer<QueryProgress> listener) {
    listeners.add(listener);
  }
}
