/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            return request ->
                VisionAnswer.builder()
                    .text("FINDINGS: " + answer + "\\nIMPRESSION: " + answer)
                    .model("acme")
                    .severity(7)
                    .confidence(80)
                    .build();
          }
        }
        """;
    Path folder = Files.createDirectories(plugins.resolve("acme"));
    Path classes = Files.createTempDirectory("acme-classes");
    compile(source, classes);
    try (OutputStream out = Files.newOutputStream(folder.resolve("acme-1.2.jar"));
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(jar, classes.relativize(file).toString(), Files.readAllBytes(file));
        Files.delete(file);
      }
      put(
          jar,
          "META-INF/services/org.xrayvision.spi.VisionModelFactory",
          "acme.Factory\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.delete(classes.resolve("acme"));
    Files.delete(classes);
  }

  private static void compile(String source, Path classes) throws IOException {
    JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("string:///acme/Factory.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    if (!ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, null, options, null, List.of(unit))
        .call()) {
      throw new IOException("the plugin does not compile");
    }
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
