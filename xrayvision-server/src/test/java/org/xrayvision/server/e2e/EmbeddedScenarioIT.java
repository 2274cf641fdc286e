/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.Part10;

/** The scenarios with an engine that another program embeds. */
final class EmbeddedScenarioIT extends ScenarioSuite {
  @Override
  ScenarioDriver start(Path data, URI endpoint) throws IOException {
    return new Program(data, endpoint);
  }

  /** {@link EmbeddingHost} as a process of its own: a line asks, a line answers. */
  private static final class Program implements ScenarioDriver {
    private final Path files;
    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    Program(Path data, URI endpoint) throws IOException {
      files = Files.createTempDirectory(data.getParent(), "files");
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EmbeddingHost.class.getName(),
                  data.toString(),
                  endpoint.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    private String ask(String... words) throws IOException {
      questions.println(String.join(" ", words));
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("the program has ended");
      }
      return answer;
    }

    @Override
    public boolean send(SmallImages.Instance instance) throws IOException {
      Path file = Files.createTempFile(files, "object", ".dcm");
      try (OutputStream out = Files.newOutputStream(file)) {
        Part10.writeHeader(
            out,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            SOPClass.ComputedRadiographyImageStorage,
            instance.uid(),
            null);
        out.write(instance.dataSet());
      }
      return Boolean.parseBoolean(ask("ingest", file.toString()));
    }

    @Override
    public String status(String uid) throws IOException {
      return ask("status", uid);
    }

    @Override
    public String report(String uid) throws IOException {
      return ask("report", uid);
    }

    @Override
    public List<String> journal(String uid) throws IOException {
      return List.of(ask("journal", uid).split(" "));
    }

    @Override
    public boolean lookAgain(String uid) throws IOException {
      return Boolean.parseBoolean(ask("again", uid));
    }

    @Override
    public long exams() throws IOException {
      return Long.parseLong(ask("exams"));
    }

    @Override
    public void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
      questions.close();
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the program did not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
