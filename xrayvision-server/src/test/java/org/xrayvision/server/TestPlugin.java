/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a plugin as its author would, and lays its jar into a plugins folder. Stateless. */
public final class TestPlugin {
  private TestPlugin() {}

  /**
   * A vision model {@code acme-model}, version 1.2, that answers every picture with its setting
   * {@code answer}, and refuses to be made where its secret {@code key} is {@code wrong}.
   */
  public static void install(Path plugins) throws IOException {
    String source =
        """
        package acme;
        import java.util.List;
        import org.xrayvision.spi.*;
        public final class Factory implements VisionModelFactory {
          public String id() { return "acme-model"; }
          public String version() { return "1.2"; }
          public int spiVersion() { return Spi.VERSION; }
          public List<SettingSpec> settings() {
            return List.of(
                SettingSpec.of("answer", SettingType.TEXT, "Nothing found.", "What it says."),
                SettingSpec.optional("key", SettingType.TEXT, "A key.").asSecret());
          }
          public VisionModel create(Settings settings, PluginContext context) {
            if (settings.text("key").orElse("").startsWith("wrong")) {
              throw new IllegalArgumentException(settings.text("key").get() + " is no key");
            }
            String answer = settings.text("answer").orElseThrow();
            return request -> {
              context.meter().count("acme_pictures");
              return VisionAnswer.builder()
                  .text("FINDINGS: " + answer + "\\nIMPRESSION: " + answer)
                  .model("acme")
                  .severity(7)
                  .confidence(80)
                  .build();
            };
          }
        }
        """;
    write(
        plugins.resolve("acme/acme-1.2.jar"),
        Map.of("acme.Factory", source),
        Map.of("VisionModelFactory", "acme.Factory"));
  }

  /**
   * A jar {@code ward} with one of each kind that is no model, all with the id {@code ward}: what
   * is told and heard is written into {@code told.txt} and {@code heard.txt} of the data directory,
   * and each exam has the report {@code Torace normal.}
   */
  public static void installWard(Path plugins) throws IOException {
    install(
        plugins,
        "ward",
        Map.of(
            "Notifier",
            "alert -> write(file, \"severity \" + alert.severity())",
            "ExamListener",
            "event -> write(file, event.kind())",
            "PatientIdScheme",
            "id -> Optional.empty()",
            "ReportSource",
            "query -> Optional.of(new SourceReport(\"R-1\", null, \"Torace normal.\", null, null,"
                + " null, \"1\", false))"));
  }

  /**
   * A jar {@code stuck} with a listener and a scheme of patient ids, both with the id {@code
   * stuck}, that never come back, whatever interrupts them.
   */
  public static void installStuck(Path plugins) throws IOException {
    install(
        plugins,
        "stuck",
        Map.of(
            "ExamListener",
            "event -> hang()",
            "PatientIdScheme",
            "id -> { hang(); return Optional.empty(); }"));
  }

  /**
   * A jar with plugins of one id.
   *
   * @param made by their kinds what makes them; {@code file} is {@code told.txt} of the data
   *     directory for a notifier, {@code heard.txt} for others
   */
  private static void install(Path plugins, String id, Map<String, String> made)
      throws IOException {
    String frame =
        """
        package %4$s;
        import java.nio.file.*;
        import java.time.LocalDate;
        import java.util.*;
        import org.xrayvision.api.*;
        import org.xrayvision.spi.*;
        public final class %1$sMaker implements %1$sFactory {
          public String id() { return "%4$s"; }
          public String version() { return "0.9"; }
          public int spiVersion() { return Spi.VERSION; }
          public List<SettingSpec> settings() {
            return List.of(SettingSpec.of("file", SettingType.PATH, "%2$s", "Where."));
          }
          public %1$s create(Settings settings, PluginContext context) {
            Path file = settings.path("file").orElseThrow();
            return %3$s;
          }
          static void write(Path file, String line) {
            try {
              Files.writeString(
                  file, line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (java.io.IOException e) {
              throw TransientBackendException.failure("the file cannot be written", null, e);
            }
          }
          static void hang() {
            while (true) {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                // It does as it likes.
              }
            }
          }
        }
        """;
    Map<String, String> sources = new TreeMap<>();
    Map<String, String> services = new TreeMap<>();
    made.forEach(
        (kind, code) -> {
          String file = kind.equals("Notifier") ? "told.txt" : "heard.txt";
          sources.put(id + "." + kind + "Maker", frame.formatted(kind, file, code, id));
          services.put(kind + "Factory", id + "." + kind + "Maker");
        });
    write(plugins.resolve(id).resolve(id + ".jar"), sources, services);
  }

  /**
   * Compiles and packs.
   *
   * @param sources by the name of the class
   * @param services the class by the simple name of the factory's interface
   */
  private static void write(Path file, Map<String, String> sources, Map<String, String> services)
      throws IOException {
    Files.createDirectories(file.getParent());
    Path classes = Files.createTempDirectory("plugin-classes");
    compile(sources, classes);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(path)) {
          put(jar, classes.relativize(path).toString(), Files.readAllBytes(path));
        }
        Files.delete(path);
      }
      for (Map.Entry<String, String> service : services.entrySet()) {
        put(
            jar,
            "META-INF/services/org.xrayvision.spi." + service.getKey(),
            (service.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void compile(Map<String, String> sources, Path classes) throws IOException {
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(unit(name, text)));
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    if (!ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, null, options, null, units)
        .call()) {
      throw new IOException("the plugin does not compile");
    }
  }

  private static JavaFileObject unit(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
