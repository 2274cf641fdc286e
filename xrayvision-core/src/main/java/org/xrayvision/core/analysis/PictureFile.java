/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xrayvision.spi.Picture;

/** Reads a prepared picture from its file. */
final class PictureFile {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int WIDTH_AT = 16;
  private static final int HEADER = 24;
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  /** The file is there and can be read, and is no picture to be sent. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(String what) {
      super(what);
    }
  }

  private PictureFile() {}

  /**
   * The picture, its size from the PNG's IHDR chunk.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws BrokenException if it is no PNG, or none of a size that is sent
   * @throws IOException if it cannot be read
   */
  static Picture read(Path file, String projection) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new BrokenException("is larger than " + MAX_BYTES + " bytes");
    }
    byte[] png = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(png);
    if (png.length < HEADER || header.getLong() != SIGNATURE) {
      throw new BrokenException("is no PNG");
    }
    header.position(WIDTH_AT);
    try {
      return Picture.of(png, header.getInt(), header.getInt(), projection);
    } catch (IllegalArgumentException e) {
      throw new BrokenException(String.valueOf(e.getMessage()));
    }
  }
}
