/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xrayvision.codecs.Codecs;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.net.AssociationSeeds;

/** Makes the inputs that a run begins with out of the test data. Stateless. */
public final class Seeds {
  /** Text in several character sets: terms and bytes, see {@link CharacterSetTarget}. */
  private static final List<String> TEXTS =
      List.of(
          "\\ISO 2022 IR 87|59615E543D1B24423B3345441B28425E1B24424240",
          "ISO 2022 IR 13\\ISO 2022 IR 87|D4CFC0DE5EC0DBB33D1B24423B3345441B284A",
          "\\ISO 2022 IR 159|1B2428443021",
          "\\ISO 2022 IR 149|486F3D1B242943FBF35E1B242943D1CED4D7",
          "\\ISO 2022 IR 58|5A3D1B242941D5C55E1B242941D0A1B6AB3D",
          "ISO 2022 IR 100\\ISO 2022 IR 144|E91B2D4CBB5EE93D1B2D4CBB5CE9",
          "GB18030|57613DCDF55ED0A1B6AB81308130",
          "GBK|815C5C41",
          "ISO_IR 192|C8985EC483",
          "ISO_IR 13|D4CFC0DE",
          "ISO_IR 166|A1D2",
          "|C899E3");

  private Seeds() {}

  /**
   * Writes them.
   *
   * @param arguments the folder testdata, and the folder that gets one folder for each target
   */
  public static void main(String[] arguments) throws IOException {
    Path to = Path.of(arguments[1]);
    for (Map.Entry<String, List<byte[]>> seeds : all(Path.of(arguments[0])).entrySet()) {
      Path folder = Files.createDirectories(to.resolve(seeds.getKey()));
      int number = 0;
      for (byte[] seed : seeds.getValue()) {
        Files.write(folder.resolve("seed-%03d".formatted(number++)), seed);
      }
    }
  }

  /** The inputs of each target. */
  public static Map<String, List<byte[]>> all(Path testdata) throws IOException {
    Map<String, List<byte[]>> seeds = new LinkedHashMap<>();
    Targets.all().keySet().forEach(target -> seeds.put(target, new ArrayList<>()));
    for (Path file : files(testdata)) {
      ofFile(file, seeds);
    }
    for (FrameDecoder decoder : Codecs.decoders()) {
      decoder.knownFrames().forEach(known -> ofFrame(known, seeds));
    }
    SmallPictures.all().forEach(picture -> seeds.get("picture").add(picture));
    for (String text : TEXTS) {
      int bar = text.indexOf('|');
      seeds
          .get("characterset")
          .add(
              join(
                  text.substring(0, bar).getBytes(StandardCharsets.ISO_8859_1),
                  new byte[1],
                  HexFormat.of().parseHex(text.substring(bar + 1))));
    }
    return seeds;
  }

  private static List<Path> files(Path testdata) throws IOException {
    try (Stream<Path> files = Files.walk(testdata)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
  }

  /** The header of a file in each encoding; pixels are for the decoders. */
  private static void ofFile(Path path, Map<String, List<byte[]>> seeds) throws IOException {
    DataSet header;
    try (DicomFile file = DicomFile.open(path)) {
      header = SmallPictures.shortened(file.dataSet());
    } catch (DicomException e) {
      byte[] start = Files.readAllBytes(path);
      seeds.get("file").add(start.length > 4096 ? Arrays.copyOf(start, 4096) : start);
      return;
    }
    TransferSyntax[] syntaxes = {
      TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
      TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
      TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
      TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
    };
    for (int i = 0; i < syntaxes.length; i++) {
      byte[] encoded = encoded(header, syntaxes[i]);
      seeds.get("dataset").add(join(new byte[] {(byte) i}, encoded));
      if (i == 0) {
        byte[] association = AssociationSeeds.storing(encoded, "1.2.3");
        seeds.get("association").add(association);
        seeds.get("pdu").add(association);
      }
    }
    seeds.get("file").add(SmallPictures.file(header, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  private static byte[] encoded(DataSet dataSet, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, out, syntax);
    return out.toByteArray();
  }

  private static void ofFrame(FrameDecoder.KnownFrame known, Map<String, List<byte[]>> seeds) {
    ImagePixel pixel = known.pixel();
    int flags = pixel.bitsStored() - 1;
    flags |= pixel.signed() ? 0x80 : 0;
    flags |= pixel.samplesPerPixel() == 3 ? 0x40 : 0;
    byte[] head =
        ByteBuffer.allocate(6)
            .putShort((short) pixel.rows())
            .putShort((short) pixel.columns())
            .put((byte) flags)
            .array();
    byte[] seed = join(head, Base64.getDecoder().decode(known.base64()));
    String syntax = known.transferSyntaxUid();
    for (String target : targets(syntax.substring(syntax.lastIndexOf('.') + 1))) {
      seeds.get(target).add(seed);
    }
  }

  private static List<String> targets(String syntax) {
    return switch (syntax) {
      case "5" -> List.of("rle");
      case "50", "51", "53", "55" -> List.of("jpegextended");
      case "57", "70" -> List.of("jpeglossless");
      case "80", "81" -> List.of("jpegls");
      default -> List.of("j2kheader", "jpeg2000");
    };
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
