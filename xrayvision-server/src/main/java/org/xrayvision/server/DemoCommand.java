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
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.simulator.pacs.PacsSimulator;
import org.xrayvision.simulator.vision.VisionModelSimulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole system with a simulated PACS and a simulated model on loopback. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole way with a simulated PACS and a simulated vision model; nothing is real.",
      "Ends with Ctrl-C."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SIMULATED =
      "Demo: the PACS, the vision model and all patients are simulated.";
  private static final int USUAL_HTTP_PORT = 8000;
  private static final int USUAL_DICOM_PORT = 4010;

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the data here; by default a temporary folder, deleted at the end.")
  private @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
  private @Nullable Path config;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "The port of the dashboard; 0 for any free one. By default 8000 if it is free.")
  private @Nullable String httpPort;

  @Option(
      names = "--dicom-port",
      paramLabel = "N",
      description = "The port of the listener; 0 for any free one. By default 4010 if it is free.")
  private @Nullable String dicomPort;

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

  DemoCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Parts parts = new Parts();
    try (parts) {
      Path folder = data == null ? temporary(parts) : data;
      VisionModelSimulator model = parts.add(new VisionModelSimulator(0, seconds(modelDelay)));
      ServerConfiguration configuration = configuration(folder, model);
      Server server =
          parts.add(
              Server.start(configuration, environment.get("XRAYVISION_ADMIN_PASSWORD"), SIMULATED));
      out.println(SIMULATED);
      out.println(
          "Assists a second reading. Not a medical device; no diagnosis without a radiologist.");
      out.println("data: " + folder + (data == null ? " (deleted at the end)" : ""));
      server.announce(out);
      parts.add(
          PacsSimulator.start(
              server.dicomPort(),
              configuration.dicom().aeTitle(),
              seconds(interval),
              pictures,
              Clock.system(configuration.ingest().timeZone()),
              text -> out.println("simulated: " + text)));
      Shutdown.await(parts);
    }
    return 0;
  }

  private ServerConfiguration configuration(Path folder, VisionModelSimulator model) {
    String http = httpPort == null ? free(USUAL_HTTP_PORT) : httpPort;
    String dicom = dicomPort == null ? free(USUAL_DICOM_PORT) : dicomPort;
    String endpoint = model.endpoint().toString();
    return ConfigurationLoader.load(
        new ConfigurationSources(
            folder,
            config,
            false,
            environment,
            List.of(
                new ConfigurationSources.Option("--http-port", "DASHBOARD_PORT", http),
                new ConfigurationSources.Option("--dicom-port", "AE_PORT", dicom),
                new ConfigurationSources.Option("demo", "OPENAI_URL_PRIMARY", endpoint),
                new ConfigurationSources.Option("demo", "OPENAI_URL_SECONDARY", endpoint),
                new ConfigurationSources.Option(
                    "demo", "MODEL_NAME", VisionModelSimulator.MODEL))));
  }

  /** The usual port, or any if somebody else has it: a demo should not fail for that. */
  private static String free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress((InetAddress) null, port));
      return Integer.toString(port);
    } catch (IOException e) {
      return "0";
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Path temporary(Parts parts) throws IOException {
    Path folder = Files.createTempDirectory("xrayvision-demo");
    parts.add(() -> delete(folder));
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** What was started, closed in the opposite order. */
  private static final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T part) {
      parts.push(part);
      return part;
    }

    @Override
    public synchronized void close() throws IOException {
      while (!parts.isEmpty()) {
        try {
          parts.pop().close();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    }
  }
}
