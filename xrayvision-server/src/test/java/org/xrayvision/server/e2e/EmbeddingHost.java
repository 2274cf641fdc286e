/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVision;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/** A program that embeds the engine, and answers questions about it until its input ends. */
final class EmbeddingHost {
  private EmbeddingHost() {}

  public static void main(String[] args) throws IOException {
    PluginUse plugin =
        PluginUse.of("openai").with("url", args[1]).with("model", VisionModelSimulator.MODEL);
    AnalysisOptions options = AnalysisOptions.defaults();
    try (XRayVision engine =
        XRayVision.builder()
            .dataDirectory(Path.of(args[0]))
            .visionModel(plugin)
            .reportReader(plugin)
            .analysisOptions(
                new AnalysisOptions(
                    options.workers(),
                    options.deadline(),
                    options.attempts(),
                    options.firstBackoff(),
                    Duration.ofSeconds(1),
                    options.lease(),
                    options.priorMonths(),
                    options.maxPriors(),
                    options.severityThreshold(),
                    options.promptDirectory()))
            .build()) {
      engine.start();
      BufferedReader questions =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        String[] words = line.split(" ", 2);
        System.out.println(answer(engine, words[0], words.length > 1 ? words[1] : ""));
      }
    }
  }

  private static String answer(XRayVision engine, String what, String about) throws IOException {
    return switch (what) {
      case "ingest" -> "" + engine.ingest(Path.of(about)).isStored();
      case "status" -> exam(engine, about).status().code();
      case "report" -> report(exam(engine, about));
      case "journal" ->
          engine.journal(about).stream().map(ExamEvent::kind).collect(Collectors.joining(" "));
      case "again" -> "" + engine.requeue(about);
      case "exams" -> "" + engine.exams(ExamQuery.all(1, 1)).total();
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Exam exam(XRayVision engine, String uid) {
    return engine.exam(uid).orElseThrow().exam();
  }

  private static String report(Exam exam) {
    AiReport report = exam.aiReport();
    return report == null ? "" : report.text().replace('\n', ' ');
  }
}
