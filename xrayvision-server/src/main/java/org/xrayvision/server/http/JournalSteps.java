/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ModelRun;
import org.xrayvision.core.ExamRecords;
import org.xrayvision.server.auth.AuditRow;
import org.xrayvision.server.auth.Masking;

/**
 * An exam's journal out of what is kept in several places: when, what, by whom, how long. Used by
 * one thread.
 */
final class JournalSteps {
  private static final double MILLIS = 1000;

  /** Runs that only grade a text; who wrote the text is told by a step of its own. */
  private static final Set<ModelRun.Kind> ASSESSING =
      Set.of(ModelRun.Kind.CHECK, ModelRun.Kind.REPORT);

  /** Told by a run, a verdict, or what follows. */
  private static final Set<String> TOLD_ELSEWHERE =
      Set.of(ExamEvent.PROCESSING, ExamEvent.DONE, ExamEvent.REVIEWED);

  /** Told by an event or a verdict; who did it is taken over where it can be. */
  private static final Set<String> ACTS_TOLD = Set.of("requeue", "review");

  private static final Map<String, String> NAMES =
      Map.of(
          ExamEvent.CHECK,
          "reported",
          ExamEvent.CHECKED,
          "assessed",
          ExamEvent.REQUEUE,
          "requeued",
          "view",
          "viewed",
          "picture",
          "viewed",
          "getrad",
          "asked_for_report");

  /** Between somebody's wish and the event that follows. */
  private static final Duration SAME_ACT = Duration.ofSeconds(5);

  private final Exam exam;
  private final Masking masking;
  private final List<Step> steps = new ArrayList<>();
  private List<ExamEvent> events = List.of();

  private record Step(
      Instant at, String what, @Nullable String by, @Nullable Double took, ObjectNode detail) {
    Step by(String who) {
      return new Step(at, what, who, took, detail);
    }
  }

  JournalSteps(Exam exam, Masking masking) {
    this.exam = exam;
    this.masking = masking;
  }

  void events(List<ExamEvent> all) {
    events = List.copyOf(all);
    Instant received = null;
    Instant done = null;
    for (ExamEvent event : all) {
      String kind = event.kind();
      Map<String, String> payload = new LinkedHashMap<>(event.payload());
      if (kind.equals(ExamEvent.RECEIVED)) {
        received = event.at();
        add(event.at(), kind, payload.remove("sender"), null, payload);
      } else if (kind.equals(ExamEvent.QUEUED) && received != null) {
        add(event.at(), "prepared", null, seconds(received, event.at()), payload);
        received = null;
      } else if (kind.equals(ExamEvent.CHECK)) {
        Double took = done == null ? null : seconds(done, event.at());
        add(event.at(), name(kind), radiologist(), took, payload);
      } else if (!TOLD_ELSEWHERE.contains(kind)) {
        add(event.at(), name(kind), null, null, payload);
      }
      done = kind.equals(ExamEvent.DONE) && done == null ? event.at() : done;
    }
  }

  private @Nullable String radiologist() {
    return exam.radReport() == null ? null : masking.name(exam.radReport().radiologist());
  }

  void runs(List<ModelRun> runs) {
    for (ModelRun run : runs) {
      boolean check = ASSESSING.contains(run.kind());
      Map<String, String> asked = new LinkedHashMap<>();
      asked.put("kind", run.kind().name().toLowerCase(Locale.ROOT));
      asked.put("endpoint", run.endpoint());
      asked.put("prompt", run.promptVersion());
      if (!check) {
        Instant waited = waitingSince(run.started());
        boolean primary = run.kind() == ModelRun.Kind.PRIMARY;
        Double took = primary && waited != null ? seconds(waited, run.started()) : null;
        add(run.started(), "asked", run.model(), took, asked);
      }
      Map<String, String> answer = new LinkedHashMap<>();
      answer.put("kind", run.kind().name().toLowerCase(Locale.ROOT));
      answer.put("severity", run.severity() < 0 ? null : Integer.toString(run.severity()));
      answer.put("confidence", run.confidence() < 0 ? null : Integer.toString(run.confidence()));
      answer.put("tokens", run.completionTokens() < 0 ? null : "" + run.completionTokens());
      answer.put("reason", run.error());
      boolean failed = check ? run.severity() < 0 : run.text() == null;
      long millis = Math.max(0, Math.round(run.latencySeconds() * MILLIS));
      String what = failed ? "failed" : check ? "graded" : "answered";
      add(run.started().plusMillis(millis), what, run.model(), millis / MILLIS, answer);
    }
  }

  /** When the exam began to wait for what was asked then. */
  private @Nullable Instant waitingSince(Instant asked) {
    Instant since = null;
    for (ExamEvent event : events) {
      boolean waits =
          Set.of(ExamEvent.QUEUED, ExamEvent.REQUEUE, ExamEvent.HANDED_BACK).contains(event.kind());
      since = waits && !event.at().isAfter(asked) ? event.at() : since;
    }
    return since;
  }

  void verdicts(List<ExamRecords.Verdict> verdicts) {
    for (ExamRecords.Verdict verdict : verdicts) {
      Boolean abnormal = verdict.abnormal();
      Map<String, String> detail = new LinkedHashMap<>();
      detail.put("verdict", abnormal == null ? null : abnormal ? "abnormal" : "normal");
      String what = abnormal == null ? "withdrawn" : "reviewed";
      add(verdict.at(), what, masking.name(verdict.reviewer()), null, detail);
    }
  }

  void acts(List<AuditRow> acts) {
    for (AuditRow act : acts) {
      Instant at = instant(act.at());
      String who = masking.name(act.who());
      if (at == null || act.action().equals("list")) {
        continue;
      }
      if (ACTS_TOLD.contains(act.action())) {
        nameTheAsker(at, who);
      } else {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("detail", act.detail().isEmpty() ? null : act.detail());
        add(at, name(act.action()), who, null, detail);
      }
    }
  }

  private void nameTheAsker(Instant at, @Nullable String who) {
    for (int i = 0; i < steps.size() && who != null; i++) {
      Step step = steps.get(i);
      boolean same = Duration.between(step.at(), at).abs().compareTo(SAME_ACT) < 0;
      if (same && step.by() == null && step.what().equals(name(ExamEvent.REQUEUE))) {
        steps.set(i, step.by(who));
        return;
      }
    }
  }

  ArrayNode json() {
    steps.sort(Comparator.comparing(Step::at)); // a stable sort: what is as old stays in its order
    ArrayNode rows = Json.array();
    for (Step step : steps) {
      ObjectNode row = rows.addObject();
      row.put("at", step.at().toString()).put("step", step.what()).put("by", step.by());
      row.put("took", step.took()).set("detail", step.detail());
    }
    return rows;
  }

  private void add(
      Instant at,
      String what,
      @Nullable String by,
      @Nullable Double took,
      Map<String, String> detail) {
    ObjectNode json = Json.object();
    detail.forEach(
        (name, value) -> {
          if (value != null) {
            json.put(name, masking.text(value, exam));
          }
        });
    steps.add(new Step(at, what, by, took, json));
  }

  private static String name(String kind) {
    return NAMES.getOrDefault(kind, kind);
  }

  private static Double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / MILLIS;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
