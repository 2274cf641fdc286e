/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.files.PrivateFolders;

/**
 * The file {@code control} in the data directory, by which commands find the running server and are
 * let in. Only the server's own account can read it; it is gone when the server has ended. What is
 * in it is worth nothing after that. Safe for threads.
 */
final class ControlFile implements AutoCloseable {
  private static final String NAME = "control";

  private final Path file;

  private ControlFile(Path file) {
    this.file = file;
  }

  /**
   * Where a server is, and what lets one in.
   *
   * @param certificate the SHA-256 of the certificate that it shows, in hex; empty for plain HTTP
   */
  record Control(URI url, String token, String certificate) {}

  /** Writes the file, in place of one that a killed server has left. */
  static ControlFile write(Path data, URI url, ControlToken token, @Nullable String certificate)
      throws IOException {
    Path file = data.resolve(NAME);
    Path fresh = data.resolve(NAME + ".new");
    Files.deleteIfExists(fresh);
    PrivateFolders.createFile(fresh);
    String text =
        "pid="
            + ProcessHandle.current().pid()
            + "\nurl="
            + url
            + "\ntoken="
            + token.text()
            + "\n"
            + (certificate == null ? "" : "certificate=" + certificate + "\n");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new ControlFile(file);
  }

  /**
   * Where the server of a data directory is.
   *
   * @throws XRayVisionException if none runs there, or this account may not speak to it
   */
  static Control read(Path data) {
    Path file = data.resolve(NAME);
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException e) {
      throw none(data);
    } catch (IOException | IllegalArgumentException e) {
      throw new XRayVisionException(
          "Cannot read " + file + ": run this as the account that the server runs as.", e);
    }
    String pid = lines.getProperty("pid", "");
    String url = lines.getProperty("url", "");
    if (!pid.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
      throw none(data);
    }
    return new Control(
        URI.create(url), lines.getProperty("token", ""), lines.getProperty("certificate", ""));
  }

  /** Whether a server seems to run on a data directory. */
  static boolean isThere(Path data) {
    if (!Files.exists(data.resolve(NAME))) {
      return false;
    }
    try {
      return !read(data).token().isEmpty();
    } catch (XRayVisionException e) {
      if (e.getCause() == null) {
        return false; // a killed server has left it
      }
      throw e;
    }
  }

  private static XRayVisionException none(Path data) {
    return new XRayVisionException(
        "No server runs on "
            + data
            + ": start it with \"xrayvision serve --data "
            + data
            + "\", or name the directory of one that runs with --data.");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
