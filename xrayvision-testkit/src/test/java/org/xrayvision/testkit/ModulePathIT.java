/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jars on the module path, with a small program that is a module itself. */
@Timeout(180)
final class ModulePathIT {
  /** Of the class path of this test, what an embedder does not have. */
  private static final Pattern TESTS_ONLY =
      Pattern.compile(
          "(junit|assertj|byte-buddy|opentest4j|apiguardian|xrayvision-(testkit|simulator)).*");

  private static final String MODULE =
      """
      module probe {
        requires org.xrayvision.api;
        requires org.xrayvision.core;
      }
      """;

  private static final String PROGRAM =
      """
      package probe;

      import java.nio.file.Path;
      import java.time.Duration;
      import org.xrayvision.core.AnalysisResult;
      import org.xrayvision.core.XRayVision;
      import org.xrayvision.spi.VisionAnswer;

      public final class Main {
        public static void main(String[] args) throws Exception {
          System.out.println(Main.class.getModule() + ", " + XRayVision.class.getModule());
          try (XRayVision engine =
              XRayVision.builder()
                  .dataDirectory(Path.of(args[0]))
                  .visionModel(request -> VisionAnswer.of("IMPRESSION:\\nNormal."))
                  .build()) {
            engine.start();
            engine.plugins().forEach(
                plugin ->
                    System.out.println(plugin.kind() + " " + plugin.id() + " " + plugin.state()));
            for (int i = 1; i < args.length; i++) {
              AnalysisResult result = engine.analyze(Path.of(args[i]), Duration.ofSeconds(60));
              System.out.println("read: " + result.outcome() + " " + result.reason());
            }
          }
        }
      }
      """;

  @TempDir private Path folder;

  private static List<Path> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .filter(path -> !TESTS_ONLY.matcher(path.getFileName().toString()).matches())
        .toList();
  }

  private static List<ModuleDescriptor> modules() {
    return ModuleFinder.of(jars().toArray(Path[]::new)).findAll().stream()
        .map(ModuleReference::descriptor)
        .toList();
  }

  @Test
  void ourJarsAreModulesWithStableNames() {
    Map<String, Boolean> ours =
        modules().stream()
            .filter(module -> module.name().contains("xrayvision"))
            .collect(Collectors.toMap(ModuleDescriptor::name, ModuleDescriptor::isAutomatic));

    assertThat(ours)
        .isEqualTo(
            Map.of(
                "org.xrayvision.api", false,
                "org.xrayvision.dicom", false,
                "org.xrayvision.codecs", true,
                "org.xrayvision.core", true,
                "org.xrayvision.spi.openai", true,
                "org.xrayvision.spi.fhir", true,
                "org.xrayvision.spi.ntfy", true));
  }

  @Test
  void noPackageIsInTwoModules() {
    Map<String, String> owners = new HashMap<>();
    for (ModuleDescriptor module : modules()) {
      for (String name : module.packages()) {
        assertThat(owners.put(name, module.name())).as(name + " of " + module.name()).isNull();
      }
    }
    assertThat(owners).containsKey("org.xrayvision.core.ingest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALL-MODULE-PATH", "ALL-MODULE-PATH,jdk.unsupported"})
  void aModuleEmbedsTheEngineAndFindsItsPlugins(String added) throws Exception {
    Path program = compile();

    String output = run(program, added);

    assertThat(output)
        .contains("module probe, module org.xrayvision.core")
        .contains("VISION_MODEL openai INSTALLED")
        .contains("REPORT_READER openai INSTALLED")
        .contains("PATIENT_ID_SCHEME cnp INSTALLED")
        .doesNotContain("BROKEN");
    assertThat(output.lines().filter("read: DONE null"::equals)).as(output).hasSize(2);
  }

  private Path compile() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path main = Files.createDirectories(sources.resolve("probe")).resolve("Main.java");
    Files.writeString(sources.resolve("module-info.java"), MODULE);
    Files.writeString(main, PROGRAM);
    Path classes = folder.resolve("classes");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                out,
                out,
                "--module-path",
                modulePath(List.of()),
                "-d",
                classes.toString(),
                sources.resolve("module-info.java").toString(),
                main.toString());
    assertThat(status).as(said.toString()).isZero();
    return classes;
  }

  private static String modulePath(List<Path> more) {
    List<Path> all = new ArrayList<>(jars());
    all.addAll(more);
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private String run(Path program, String added) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "--module-path",
                modulePath(List.of(program)),
                "--add-modules",
                added,
                "--module",
                "probe/probe.Main",
                folder.resolve("data").toString(),
                "../testdata/ro/olteanu_torace_1.dcm",
                "../testdata/ts/cr_jpeg70.dcm")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
