/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * JPEG Extended, and the retired Spectral Selection and Full Progression, with Huffman codes and 8
 * or 12 bits (ITU-T T.81 processes 2, 4, 6, 8, 10 and 12). Which of them it is stands in the
 * stream.
 */
final class JpegExtendedDecoder implements FrameDecoder {
  /** A block of 64 samples takes at least one bit, so that a byte makes at most 512 samples. */
  private static final int MAX_EXPANSION = 512;

  /** Samples of several components are held twice for a moment. */
  private static final int MAX_COLOUR_VALUES = 60_000_000;

  private static final int PROGRESSIVE = 2;

  private static final String EXTENDED = TransferSyntax.JPEG_EXTENDED_12BIT.uid();
  private static final String SPECTRAL = TransferSyntax.JPEG_SPECTRAL_SELECTION_6_8.uid();
  private static final String FULL = TransferSyntax.JPEG_FULL_PROGRESSION_10_12.uid();

  private static final Set<String> TRANSFER_SYNTAXES =
      Collections.unmodifiableSet(new LinkedHashSet<>(List.of(EXTENDED, SPECTRAL, FULL)));

  @Override
  public Set<String> transferSyntaxes() {
    return TRANSFER_SYNTAXES;
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    JpegHeader header = JpegHeader.read(encodedFrame);
    header.mustMatch(pixel);
    int precision = header.precision();
    if (header.process() > PROGRESSIVE || (precision != 8 && precision != 12)) {
      throw new DicomException(
          "the JPEG stream is SOF%d with %d bits instead of SOF0 to SOF2 with 8 or 12"
              .formatted(header.process(), precision));
    }
    long capacity = (long) encodedFrame.remaining() * MAX_EXPANSION;
    if (capacity < (long) pixel.rows() * pixel.columns()) {
      throw new DicomException(
          "a JPEG stream of %d bytes cannot hold %dx%d pixels"
              .formatted(encodedFrame.remaining(), pixel.columns(), pixel.rows()));
    }
    if (pixel.samplesPerPixel() > 1 && pixel.valuesPerFrame() > MAX_COLOUR_VALUES) {
      throw new DicomException(
          "a JPEG colour picture of %dx%d pixels is over the limit"
              .formatted(pixel.columns(), pixel.rows()));
    }
    return new JpegDctReader(encodedFrame, header, pixel).read();
  }

  /** One picture thrice: sequential, and in two kinds of scans that bring the same coefficients. */
  @Override
  public List<KnownFrame> knownFrames() {
    ImagePixel pixel = ImagePixel.monochrome(9, 10, 16, 12, false);
    String extended =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUf"
            + "GhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wQALDAAJAAoBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAACgsM"
            + "/8QAJhAAAAQFAQkAAAAAAAAAAAAAAwQFBgACBwgJCgsVGzlbeJq21//aAAgBAQAAPwCYDhC0atnV2NvrtrTk"
            + "7vmqtY7bGymmfetVLmCLBGqKj0eaJElMdV3ocZ6WU3o4iyUQBNqIiInHADp6QEIoAOEOPKJKx/g4Gcrpr+oP"
            + "8srH/wDDYVTss3nrYo+4OnvvCXGSKj///9k=";
    String spectral =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUf"
            + "GhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wgALDAAJAAoBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAACgsM"
            + "/9oACAEBAAAAAJgLH1U5Ir//xAAaEAACAgMAAAAAAAAAAAAAAAAACAkKCxs5/9oACAEBAAEFAIQqaqdNivun"
            + "AnKMWb3WP//EACQQAAEDAwEJAAAAAAAAAAAAAAQDBQYCBwgJAAoQFTt4mrbX/9oACAEBAAY/AJbenU7zmutg"
            + "7jHComfNbqZMAwFa4rPZ6IghVGu80Mh7WJzSRDNQCJbioyNxiBp1CKQiC6S69KlPTX94P8srT/8Ahu2lH3B2"
            + "994a+H//2Q==";
    String full =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUf"
            + "GhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wgALDAAJAAoBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAACQoL"
            + "/9oACAEBAAAAAZgGPVXJE//EABoQAAICAwAAAAAAAAAAAAAAAAAGBwgJGTf/2gAIAQEAAQUChCmqc2L+nCcj"
            + "Fn3U/8QAJRAAAQMCAwkAAAAAAAAAAAAAAgEDBAUGAAcRCBASEzl2mLTV/9oACAEBAAY/ApdazOvmq2PbEKIc"
            + "2q3MEBaizR4gBxuzThtDzZAtAhOKy2aGeiCioq646a+0H5ZZf/DxlR3BT/ea3f/EABYQAQEBAAAAAAAAAAAA"
            + "AAAAAAEQEf/aAAgBAQABPyFSeI42IU5KXYu3Z//aAAgBAQAAABBf/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/a"
            + "AAgBAQABPxAW4WClhO21/EgR/9k=";
    String sha256 = "9b0062076bd549fa0950b15afc0904034b7e6d52ebcf7cfb03cd4bcee3e72e2c";
    return List.of(
        new KnownFrame(EXTENDED, pixel, extended, sha256),
        new KnownFrame(SPECTRAL, pixel, spectral, sha256),
        new KnownFrame(FULL, pixel, full, sha256));
  }
}
