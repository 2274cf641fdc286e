/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.simulator.his.HospitalSimulator;
import org.xrayvision.simulator.pacs.PacsSimulator;
import org.xrayvision.simulator.vision.VisionModelSimulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole system with a simulated PACS and a simulated model on loopback. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole way with a simulated PACS and a simulated vision model; nothing is real.",
      "Listens on this machine only, on ports 8000 and 4010 if they are free.",
      "Ends with Ctrl-C."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SIMULATED =
      "Demo: the PACS, the vision model, the radiologists and all patients are simulated.";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int USUAL_HTTP_PORT = 8000;
  private static final int USUAL_DICOM_PORT = 4010;

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOptions where = new DataOptions();

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "Send these PNGs in place of the built-in phantoms.")
  private @Nullable Path pictures;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "4",
      description = "Between two simulated studies; by default ${DEFAULT-VALUE}.")
  private int interval = 4;

  @Option(
      names = "--model-delay",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "How long the simulated model takes; by default ${DEFAULT-VALUE}.")
  private int modelDelay = 3;

  @Option(
      names = "--report-delay",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long the simulated radiologists take; by default ${DEFAULT-VALUE}.")
  private int reportDelay = 20;

  DemoCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Parts parts = new Parts();
    try (parts;
        Shutdown shutdown = Shutdown.closing(parts)) {
      start(parts);
      shutdown.await();
    } catch (InterruptedException e) {
      // A program that runs us in a thread of its own ends us so.
      Thread.currentThread().interrupt();
    } catch (Parts.EndedException e) {
      // The signal came before the start was over.
    }
    return 0;
  }

  private void start(Parts parts) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Path> named = where.dataDirectory();
    Path folder = named.isPresent() ? named.get() : parts.start(Temporary::new).folder;
    VisionModelSimulator model =
        parts.start(() -> new VisionModelSimulator(0, seconds(modelDelay)));
    Clock clock = Clock.system(ZoneId.systemDefault());
    HospitalSimulator hospital =
        parts.start(() -> new HospitalSimulator(0, seconds(reportDelay), clock));
    ServerConfiguration configuration = configuration(folder, model, hospital);
    String adminPassword = environment.get("XRAYVISION_ADMIN_PASSWORD");
    Server server = parts.start(() -> Server.start(configuration, adminPassword, SIMULATED));
    out.println(SIMULATED);
    out.println(
        "Assists a second reading. Not a medical device; no diagnosis without a radiologist.");
    out.println("data: " + folder + (named.isPresent() ? "" : " (deleted at the end)"));
    server.announce(out);
    parts.start(
        () ->
            PacsSimulator.start(
                server.dicomPort(),
                configuration.dicom().aeTitle(),
                seconds(interval),
                pictures,
                Clock.system(configuration.ingest().timeZone()),
                text -> out.println("simulated: " + text),
                hospital::performed));
  }

  /** Whatever the configuration says, the demo stays in its folder and on this machine. */
  private ServerConfiguration configuration(
      Path folder, VisionModelSimulator model, HospitalSimulator hospital) {
    String endpoint = model.endpoint().toString();
    return where.load(
        folder,
        environment,
        List.of(
            own("XRAYVISION_DB_PATH", "xrayvision.db"),
            own("XRAYVISION_BACKUP_DIR", "backup"),
            own("http_address", LOOPBACK),
            own("dicom_address", LOOPBACK),
            own("DASHBOARD_PORT", free(USUAL_HTTP_PORT)),
            own("AE_PORT", free(USUAL_DICOM_PORT)),
            own("vision_model", "openai"),
            own("report_reader", "openai"),
            own("shadow_model", ""),
            own("exam_listener", ""),
            own("patient_id_scheme", "cnp"),
            own("ENABLE_NTFY", "no"),
            own("plugin_directory", "plugins"),
            own("NO_QUERY", "yes"),
            own("reach", "local"),
            own("ENABLE_HIS", "yes"),
            own("FHIR_URL", hospital.uri().toString()),
            own("FHIR_USERNAME", ""),
            own("FHIR_PASSWORD", ""),
            own("fhir_token", ""),
            own("fhir_dialect", "hipocrate"),
            own("report_source", "fhir"),
            own("report_poll_seconds", "5"),
            own("OPENAI_URL_PRIMARY", endpoint),
            own("OPENAI_URL_SECONDARY", endpoint),
            own("MODEL_NAME", VisionModelSimulator.MODEL)));
  }

  private static ConfigurationSources.Option own(String key, String value) {
    return new ConfigurationSources.Option("demo", key, value);
  }

  /** The usual port, or any if somebody else has it: a demo should not fail for that. */
  private static String free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Integer.toString(port);
    } catch (IOException e) {
      return "0";
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** A folder that lives as long as the demo. */
  private static final class Temporary implements AutoCloseable {
    private final Path folder;

    private Temporary() throws IOException {
      folder = Files.createTempDirectory("xrayvision-demo");
    }

    @Override
    public void close() throws IOException {
      DemoFolder.delete(folder);
    }
  }
}
