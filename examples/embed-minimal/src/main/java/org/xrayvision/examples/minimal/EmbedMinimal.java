/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.minimal;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.XRayVision;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.spi.openai.OpenAiReportReader;
import org.xrayvision.spi.openai.OpenAiVisionModel;

/**
 * A folder of DICOM files in, reports out. Arguments: endpoint, model, data folder, DICOM folder.
 */
public final class EmbedMinimal {
  private static final Set<String> ENDS = Set.of(ExamEvent.DONE, ExamEvent.ERROR, ExamEvent.IGNORE);

  private EmbedMinimal() {}

  /** Prints a report for each file. */
  public static void main(String[] args) throws Exception {
    OpenAiOptions model = OpenAiOptions.builder(URI.create(args[0]), args[1]).build();
    read(model, Path.of(args[2]), Path.of(args[3]), System.out::println);
  }

  // docs:begin minimal
  static void read(OpenAiOptions model, Path data, Path folder, Consumer<String> out)
      throws Exception {
    Set<String> waiting = new LinkedHashSet<>();
    BlockingQueue<ExamEvent> ended = new LinkedBlockingQueue<>();
    try (Stream<Path> listed = Files.list(folder);
        XRayVision engine =
            XRayVision.builder()
                .dataDirectory(data)
                .visionModel(new OpenAiVisionModel(model))
                .reportReader(new OpenAiReportReader(model))
                .build()) {
      List<Path> files = listed.sorted().toList();
      engine.start();
      engine.subscribe(
          event -> {
            if (ENDS.contains(event.kind())) {
              ended.add(event);
            }
          });
      for (Path file : files) {
        try (InputStream part10 = Files.newInputStream(file)) {
          IngestResult result = engine.ingest(part10);
          out.accept(file.getFileName() + ": " + result.outcome() + " " + result.message());
          if (result.outcome() == IngestResult.Outcome.STORED) {
            waiting.add(result.uid());
          }
        }
      }
      while (!waiting.isEmpty()) {
        String uid = ended.take().uid();
        if (waiting.remove(uid)) {
          Exam exam = engine.exam(uid).orElseThrow().exam();
          out.accept(uid + ": " + exam.status() + " " + exam.detail() + " " + exam.aiReport());
        }
      }
    }
  }
  // docs:end minimal
}
