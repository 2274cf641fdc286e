/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Files of the class path below one folder, kept in memory once read. Safe for threads. */
final class StaticFiles {
  /** A file as it is sent; its buffer is read as a duplicate. */
  record Entry(String contentType, ByteBuffer bytes, String tag) {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /** What is not here is not sent: folders have no such ending. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  private final String root;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  StaticFiles(String root) {
    this.root = root;
  }

  /** The files of a WebJar, whatever its version. */
  static StaticFiles ofWebJar(String group, String artifact) {
    String properties = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    Properties pom = new Properties();
    try (InputStream in = StaticFiles.class.getResourceAsStream(properties)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks the WebJar " + artifact);
      }
      pom.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + properties, e);
    }
    return new StaticFiles(
        "/META-INF/resources/webjars/" + artifact + "/" + pom.getProperty("version") + "/");
  }

  Optional<Entry> find(String path) throws IOException {
    Entry known = entries.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !isPath(path)) {
      return Optional.empty();
    }
    try (InputStream in = StaticFiles.class.getResourceAsStream(root + path)) {
      if (in == null) {
        return Optional.empty();
      }
      Entry entry = entry(type, in.readAllBytes());
      entries.put(path, entry);
      return Optional.of(entry);
    }
  }

  private static Entry entry(String type, byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return new Entry(
        type, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), Etags.of(bytes.length, sum.getValue()));
  }

  /** A page that is made of one of the files. */
  Entry made(String path, UnaryOperator<String> change) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(root + path)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + root + path);
      }
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return entry(TYPES.get("html"), change.apply(template).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + root + path, e);
    }
  }

  private static boolean isPath(String path) {
    for (String part : path.split("/", -1)) {
      if (!NAME.matcher(part).matches()) {
        return false;
      }
    }
    return true;
  }
}
