/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: writes exams into a file, or an anonymised data set, through the server. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Has the running server write exams into a file: FILE.csv, or FILE.jsonl with one exam object"
          + " in each line. It holds patients' names and ids.",
      "With --dataset: an anonymised data set of pictures, reports and metadata, in FILE.zip, or"
          + " in the folder exports of the data directory; waits until it is whole."
    })
final class ExportCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 300;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataDirectory where = new DataDirectory();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to write; must be new.")
  private @Nullable Path file;

  @Option(names = "--dataset", description = "Write an anonymised data set.")
  private boolean dataset;

  @Option(names = "--region", paramLabel = "NAME", description = "Exams of this region only.")
  private @Nullable String region;

  @Option(
      names = "--filter",
      paramLabel = "NAME=VALUE",
      description = "A filter of GET /api/exams: status=error, from=2026-01-01; may be repeated.")
  private Map<String, String> filters = new LinkedHashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    if (!dataset && file == null) {
      throw new ParameterException(spec.commandLine(), "name a FILE, or say --dataset");
    }
    if (dataset && !filters.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--dataset takes --region only");
    }
    ServerConnection server = ServerConnection.to(where.path());
    if (file == null) {
      return writeDataset(server);
    }
    String path =
        dataset
            ? "/api/export/dataset.zip" + datasetQuery(file)
            : "/api/export/exams?" + query(file);
    long bytes = server.download(path, file);
    say("Written: " + file + ", " + bytes + " bytes.");
    return 0;
  }

  private String datasetQuery(Path to) {
    if (!to.toString().endsWith(".zip")) {
      throw new ParameterException(spec.commandLine(), "FILE of a data set must end in .zip");
    }
    return region == null ? "" : "?region=" + encoded(region);
  }

  private String query(Path to) {
    String name = to.toString();
    boolean lines = name.endsWith(".jsonl");
    if (!lines && !name.endsWith(".csv")) {
      throw new ParameterException(spec.commandLine(), "FILE must end in .csv or .jsonl");
    }
    StringBuilder query = new StringBuilder("format=").append(lines ? "jsonl" : "csv");
    if (region != null) {
      filters.put("region", region);
    }
    filters.forEach(
        (filter, value) ->
            query.append('&').append(encoded(filter)).append('=').append(encoded(value)));
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private int writeDataset(ServerConnection server) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (region != null) {
      body.put("region", region);
    }
    say(server.post("/api/export/dataset", body).path("message").asText());
    JsonNode state;
    while (true) {
      state = server.get("/api/export/dataset");
      if (!state.path("state").asText().equals("running")) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    boolean done = state.path("state").asText().equals("done");
    String message = state.path("message").asText("");
    say(
        (done ? "done: written " : "failed: written ")
            + state.path("written").asLong()
            + ", left out "
            + state.path("left_out").asLong()
            + (message.isEmpty() || message.equals("null") ? "" : "; " + message));
    return done ? 0 : Main.FAILURE;
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
