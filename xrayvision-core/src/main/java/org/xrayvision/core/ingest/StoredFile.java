/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.FileMeta;
import org.xrayvision.dicom.io.ParsedDataSet;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.dicom.io.ReadLimits;

/** Reads again what stands in the images folder. Stateless. */
final class StoredFile {
  private static final int BUFFER = 1 << 18;

  private StoredFile() {}

  /**
   * Reads a file to its end, as if it were received now from whom its file meta information names.
   *
   * @throws DicomException if it cannot be read as a DICOM object with a SOP Instance UID
   */
  static Received read(Path file, ReadLimits limits) throws IOException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    MessageDigest digest = PartFile.sha256();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      FileMeta meta = Part10.readMeta(in, limits);
      DigestInputStream dataSet = new DigestInputStream(in, digest);
      ParsedDataSet parsed = DataSetParser.parse(dataSet, meta.transferSyntax(), limits);
      dataSet.transferTo(OutputStream.nullOutputStream());
      return new Received(
          uid(parsed.dataSet()),
          parsed.dataSet(),
          meta.transferSyntax(),
          HexFormat.of().formatHex(digest.digest()),
          Files.size(file) - meta.dataSetOffset(),
          sender(meta),
          written);
    }
  }

  /** Whether a file holds the data set of this object; not if it cannot be read. */
  static boolean holds(Path file, Received object, ReadLimits limits) throws IOException {
    try {
      return read(file, limits).sha256().equals(object.sha256());
    } catch (DicomException e) {
      return false;
    }
  }

  /** The SOP Instance UID inside a file; reads no further than the pixel data. */
  static String uidOf(Path file, ReadLimits limits) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      FileMeta meta = Part10.readMeta(in, limits);
      return uid(DataSetParser.parseHeader(in, meta.transferSyntax(), limits).dataSet());
    }
  }

  private static String uid(DataSet dataSet) throws DicomException {
    String uid =
        UIDs.trim(new String(dataSet.bytes(Tag.SOPInstanceUID), StandardCharsets.ISO_8859_1));
    if (!UIDs.isValid(uid)) {
      throw new DicomException("SOPInstanceUID (0008,0018) is missing or cannot be one");
    }
    return uid;
  }

  private static @Nullable String sender(FileMeta meta) {
    return meta.elements().string(Tag.SourceApplicationEntityTitle).orElse(null);
  }
}
