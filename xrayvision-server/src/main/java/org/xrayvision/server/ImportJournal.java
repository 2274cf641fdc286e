/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.files.PrivateFolders;

/**
 * Which files are in already, so that a second run does not bring them again: one line for each,
 * made of path, size and time of change, that tells nobody what they were called. A line that was
 * lost costs a second offer, which changes nothing. For one thread.
 */
final class ImportJournal {
  private static final String NAME = "import.journal";
  private static final int KEY_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  /** Sixteen bytes of a hash. */
  private record Key(long high, long low) {}

  private final Path file;
  private final Set<Key> known = new HashSet<>();

  /** Reads what earlier runs have written into this folder. */
  ImportJournal(Path folder) {
    file = folder.resolve(NAME);
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines.filter(line -> line.matches("[0-9a-f]{32}")).forEach(line -> known.add(key(line)));
    } catch (NoSuchFileException e) {
      // The first run.
    } catch (IOException e) {
      throw new XRayVisionException(
          "Cannot read " + file + ": run this as the account that the server runs as.", e);
    }
  }

  private static Key key(String line) {
    return new Key(
        Long.parseUnsignedLong(line.substring(0, KEY_BYTES), 16),
        Long.parseUnsignedLong(line.substring(KEY_BYTES), 16));
  }

  boolean knows(ImportFile file) {
    return known.contains(key(line(file)));
  }

  /** Notes that a file is in. */
  void add(ImportFile imported) throws IOException {
    String line = line(imported);
    if (known.add(key(line))) {
      Path journal = PrivateFolders.createFile(file);
      Files.writeString(journal, line + "\n", StandardOpenOption.APPEND);
    }
  }

  private static String line(ImportFile file) {
    String text = file.path() + "\0" + file.size() + "\0" + file.modified();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HEX.formatHex(Arrays.copyOf(hash, KEY_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
