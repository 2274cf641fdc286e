package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;

/** The stored values of every reference file, as other toolkits decode them. */
class ReferencePixelsTest {
  private static final FrameDecoders DECODERS = FrameDecoders.of(Codecs.decoders());

  /** A line of refs.csv. */
  record Reference(
      Path file,
      String transferSyntax,
      boolean grey,
      boolean lossless,
      String sha256,
      String min,
      String max,
      String mean) {
    @Override
    public String toString() {
      return file.getParent().getFileName() + "/" + file.getFileName();
    }
  }

  static Stream<Reference> decodable() throws IOException {
    return references()
        .filter(reference -> DECODERS.transferSyntaxes().contains(reference.transferSyntax()));
  }

  static Stream<Reference> notDecodable() throws IOException {
    return references()
        .filter(reference -> !DECODERS.transferSyntaxes().contains(reference.transferSyntax()));
  }

  @ParameterizedTest
  @MethodSource("decodable")
  void storedValuesAreThoseOfTheReference(Reference reference) throws IOException {
    try (DicomFile file = DicomFile.open(reference.file())) {
      Frame frame = DECODERS.firstFrame(file);
      if (reference.lossless()) {
        assertThat(frame.sha256()).isEqualTo(reference.sha256());
      } else if (reference.grey()) {
        int[] values = values(frame);
        assertThat(Arrays.stream(values).min().orElseThrow())
            .isCloseTo(Integer.parseInt(reference.min()), within(1));
        assertThat(Arrays.stream(values).max().orElseThrow())
            .isCloseTo(Integer.parseInt(reference.max()), within(1));
        assertThat(Arrays.stream(values).average().orElseThrow())
            .isCloseTo(Double.parseDouble(reference.mean()), within(0.5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("notDecodable")
  void otherTransferSyntaxesAreRefusedByName(Reference reference) throws IOException {
    try (DicomFile file = DicomFile.open(reference.file())) {
      String name = TransferSyntax.of(reference.transferSyntax()).orElseThrow().name();
      assertThatThrownBy(() -> DECODERS.firstFrame(file))
          .isInstanceOf(DicomException.class)
          .hasMessage(
              "transfer syntax %s (%s) cannot be decoded"
                  .formatted(reference.transferSyntax(), name));
    }
  }

  private static int[] values(Frame frame) {
    short[] row = new short[frame.rowLength()];
    int[] all = new int[frame.rows() * row.length];
    for (int y = 0; y < frame.rows(); y++) {
      frame.readRow(y, row);
      for (int i = 0; i < row.length; i++) {
        all[y * row.length + i] = frame.signed() ? row[i] : row[i] & 0xFFFF;
      }
    }
    return all;
  }

  /** Those of testdata and, where it is named, of the corpus; a missing file is a failure. */
  private static Stream<Reference> references() throws IOException {
    List<Reference> all = new ArrayList<>(read(Path.of("../testdata")));
    Optional<String> corpus = Optional.ofNullable(System.getenv("XRAYVISION_DICOM_CORPUS"));
    if (corpus.isPresent()) {
      all.addAll(read(Path.of(corpus.get())));
    }
    return all.stream().filter(reference -> !reference.sha256().isEmpty());
  }

  private static List<Reference> read(Path folder) throws IOException {
    List<List<String>> lines = csv(Files.readString(folder.resolve("refs.csv")));
    List<String> head = lines.get(0);
    return lines.stream()
        .skip(1)
        .filter(line -> !line.get(head.indexOf("dtype")).equals("uint32")) // no grey picture
        .map(
            line ->
                new Reference(
                    folder.resolve(line.get(head.indexOf("file"))),
                    line.get(head.indexOf("transfer_syntax")),
                    line.get(head.indexOf("photometric")).startsWith("MONOCHROME"),
                    line.get(head.indexOf("lossless")).equals("yes"),
                    line.get(head.indexOf("sha256_first_frame")),
                    line.get(head.indexOf("min")),
                    line.get(head.indexOf("max")),
                    line.get(head.indexOf("mean"))))
        .toList();
  }

  /** Quoted fields may hold commas and line breaks. */
  private static List<List<String>> csv(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (char c : text.replace("\r", "").toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        line.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else {
        field.append(c);
      }
    }
    return lines;
  }
}
