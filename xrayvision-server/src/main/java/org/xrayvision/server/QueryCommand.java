/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code query}: has the running server ask its PACS now, and waits for what comes. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Has the running server ask its PACS for the studies of the last hours, and waits until they"
          + " are fetched. Those that were given up before are tried again.",
      "Exit code: 0 all that was found is here, 1 something failed. Ctrl-C ends the waiting only."
    })
final class QueryCommand implements Callable<Integer> {
  private static final int MOST_HOURS = 168;
  private static final long POLL_MILLIS = 300;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataDirectory where = new DataDirectory();

  @Option(
      names = "--hours",
      paramLabel = "N",
      required = true,
      description = "How far back, by the studies' own time: 1 to 168.")
  private int hours;

  @Option(
      names = "--pacs",
      paramLabel = "NAME",
      description = "Ask the one of [pacs:NAME] only; that of REMOTE_AE_TITLE is called default.")
  private @Nullable String pacs;

  @Override
  public Integer call() throws InterruptedException {
    if (hours < 1 || hours > MOST_HOURS) {
      throw new ParameterException(spec.commandLine(), "--hours must be 1 to " + MOST_HOURS);
    }
    ServerConnection server = ServerConnection.to(where.path());
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("hours", hours);
    if (pacs != null) {
      body.put("pacs", pacs);
    }
    JsonNode asked = server.post("/api/dicomquery", body);
    say(asked.path("message").asText());
    Map<String, Long> runs = new HashMap<>();
    asked.path("runs").properties().forEach(run -> runs.put(run.getKey(), run.getValue().asLong()));
    return await(server, runs) ? 0 : Main.FAILURE;
  }

  /** Says each change, until every run has ended; returns whether all went well. */
  private boolean await(ServerConnection server, Map<String, Long> runs)
      throws InterruptedException {
    Map<String, String> said = new HashMap<>();
    boolean well = true;
    while (!runs.isEmpty()) {
      for (JsonNode one : server.get("/api/retrievals").path("pacs")) {
        String name = one.path("name").asText();
        Long id = runs.get(name);
        if (id == null) {
          continue;
        }
        JsonNode run = one.path("run");
        boolean over = run.path("id").asLong() > id || !run.path("ended").isNull();
        String line = name + ": " + line(one, run, over);
        if (!line.equals(said.put(name, line))) {
          say(line);
        }
        if (over) {
          runs.remove(name);
          well &= !run.path("state").asText().equals("failed");
        }
      }
      if (!runs.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
    return well;
  }

  private static String line(JsonNode pacs, JsonNode run, boolean over) {
    String counts =
        "found "
            + run.path("found").asInt()
            + ", here already "
            + run.path("skipped").asInt()
            + ", fetched "
            + run.path("fetched").asInt()
            + ", failed "
            + run.path("failed").asInt();
    if (over) {
      boolean failed = run.path("state").asText().equals("failed");
      return "done: " + counts + (failed ? ". " + run.path("message").asText() : "");
    }
    String waitsFor = pacs.path("waits_for").asText("");
    return counts + (waitsFor.isEmpty() || waitsFor.equals("null") ? "" : "; waits: " + waitsFor);
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
