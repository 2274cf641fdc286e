/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/** What lies in a server's images folder. */
final class StoredObjects {
  private StoredObjects() {}

  /** SHA-256 of the data set bytes of each stored object by SOP Instance UID. */
  static Map<String, String> in(Path images) throws IOException {
    Map<String, String> result = new HashMap<>();
    try (Stream<Path> files = Files.list(images)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".dcm")).toList()) {
        String name = file.getFileName().toString();
        result.put(name.substring(0, name.length() - ".dcm".length()), dataSetHash(file));
      }
    }
    return result;
  }

  /** Finds the data set behind the file meta by the group length (PS3.10 §7.1) alone. */
  private static String dataSetHash(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] head = in.readNBytes(144);
      int groupLength =
          (head[140] & 255)
              | (head[141] & 255) << 8
              | (head[142] & 255) << 16
              | (head[143] & 255) << 24;
      in.skipNBytes(groupLength);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
