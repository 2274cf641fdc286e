/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last run, in a small file, so that a restart does not hide what failed. Safe for threads. */
public final class RunFile {
  private static final Logger LOG = System.getLogger(RunFile.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST = 1 << 20;

  private final Path file;

  /** A file that may not be there yet. */
  public RunFile(Path file) {
    this.file = file;
  }

  /** What a run looks like in JSON, also in the API. */
  public static ObjectNode json(MaintenanceRun run) {
    ObjectNode json = JSON.createObjectNode();
    json.put("started", run.started().toString()).put("ended", run.ended().toString());
    ArrayNode steps = json.putArray("steps");
    for (MaintenanceRun.Step step : run.steps()) {
      steps
          .addObject()
          .put("name", step.name())
          .put("ok", step.well())
          .put("message", step.message())
          .put("seconds", step.took().toMillis() / 1000.0);
    }
    return json;
  }

  /** The run; empty if there was none, or the file is not to be read. */
  Optional<MaintenanceRun> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      List<MaintenanceRun.Step> steps = new ArrayList<>();
      for (JsonNode step : json.path("steps")) {
        steps.add(
            new MaintenanceRun.Step(
                step.path("name").asText(),
                step.path("ok").asBoolean(),
                step.path("message").asText(),
                Duration.ofMillis(Math.round(step.path("seconds").asDouble() * 1000))));
      }
      return Optional.of(
          new MaintenanceRun(
              Instant.parse(json.path("started").asText()),
              Instant.parse(json.path("ended").asText()),
              steps));
    } catch (IOException | DateTimeException e) {
      LOG.log(Level.WARNING, file + " cannot be read; the last maintenance is forgotten");
      return Optional.empty();
    }
  }

  void write(MaintenanceRun run) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(run)));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be written: check space and rights", e);
    }
  }
}
