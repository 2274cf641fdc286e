/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.xrayvision.dicom.data.TransferSyntax;

/** Bytes written down field by field, and the files that were made for the tests. */
final class Golden {
  private static final Path TESTDATA = Path.of("..", "testdata");

  private Golden() {}

  /** Lines of hex and 'text', each with its meaning after a bar. */
  static byte[] bytes(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines) {
      int bar = line.indexOf('|');
      String fields = bar < 0 ? line : line.substring(0, bar);
      int at = 0;
      while (at < fields.length()) {
        char c = fields.charAt(at);
        if (c == ' ') {
          at++;
        } else if (c == '\'') {
          int end = fields.indexOf('\'', at + 1);
          out.writeBytes(fields.substring(at + 1, end).getBytes(StandardCharsets.ISO_8859_1));
          at = end + 1;
        } else {
          out.write(Integer.parseInt(fields, at, at + 2, 16));
          at += 2;
        }
      }
    }
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static ParsedDataSet parse(TransferSyntax syntax, byte[] bytes) throws IOException {
    return parse(syntax, bytes, ReadLimits.defaults());
  }

  static ParsedDataSet parse(TransferSyntax syntax, byte[] bytes, ReadLimits limits)
      throws IOException {
    return DataSetParser.parse(new ByteArrayInputStream(bytes), syntax, limits);
  }

  static Path testdata(String file) {
    return TESTDATA.resolve(file);
  }

  static List<Path> dicomFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
