/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources into a plugin's jar. One thread. */
public final class PluginJar {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final List<String> leftOut;

  /**
   * @param leftOut simple names of classes that are compiled against and not packed
   */
  public PluginJar(String... leftOut) {
    this.leftOut = List.of(leftOut);
  }

  /** One more class. */
  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Names a class in {@code META-INF/services}. */
  public PluginJar service(String type, String className) {
    resources.merge("META-INF/services/" + type, className + "\n", String::concat);
    return this;
  }

  /** A vision model whose text is {@code text}, an expression. */
  PluginJar model(String className, String id, String spiVersion, String text) {
    String name = className.substring(className.lastIndexOf('.') + 1);
    String source =
        """
        package %1$s;
        import java.util.List;
        import org.xrayvision.spi.*;
        public final class %2$s implements VisionModelFactory {
          public String id() { return "%3$s"; }
          public String version() { return "1.0"; }
          public int spiVersion() { return %4$s; }
          public List<SettingSpec> settings() {
            return List.of(
                SettingSpec.of("tokens", SettingType.INTEGER, "7", "How many."),
                SettingSpec.of("weights", SettingType.PATH, "w.bin", "Its weights."),
                SettingSpec.optional("url", SettingType.URL, "Where."));
          }
          public VisionModel create(Settings settings, PluginContext context) {
            return request -> VisionAnswer.of(%5$s);
          }
        }
        """
            .formatted(
                className.substring(0, className.lastIndexOf('.')), name, id, spiVersion, text);
    return source(className, source).service("org.xrayvision.spi.VisionModelFactory", className);
  }

  /** Writes it; the folder three above is used meanwhile. */
  public void writeTo(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    Path root = jar.toAbsolutePath().getParent().getParent().getParent();
    Path classes = Files.createTempDirectory(root, "classes");
    compile(classes);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString();
        if (leftOut.stream().noneMatch(simple -> name.endsWith("/" + simple + ".class"))) {
          put(entries, name, Files.readAllBytes(file));
        }
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        put(entries, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void compile(Path classes) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units = sources.entrySet().stream().map(PluginJar::unit).toList();
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    if (!compiler.getTask(null, null, null, options, null, units).call()) {
      throw new IOException("the plugin does not compile");
    }
  }

  private static JavaFileObject unit(Map.Entry<String, String> source) {
    URI uri = URI.create("string:///" + source.getKey().replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.getValue();
      }
    };
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
