/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.io.DicomFile;

/** The stored values of every reference file, as other toolkits decode them. */
class ReferencePixelsTest {
  private static final FrameDecoders DECODERS = FrameDecoders.of(Codecs.decoders());

  /** A line of refs.csv. */
  record Reference(
      Path file,
      boolean grey,
      boolean exact,
      int tolerance,
      Map<List<Integer>, Integer> samples,
      String sha256,
      String min,
      String max,
      String mean) {
    @Override
    public String toString() {
      return file.getParent().getFileName() + "/" + file.getFileName();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void storedValuesAreThoseOfTheReference(Reference reference) throws IOException {
    try (DicomFile file = DicomFile.open(reference.file())) {
      Frame frame = DECODERS.firstFrame(file);
      if (reference.exact()) {
        assertThat(frame.sha256()).isEqualTo(reference.sha256());
      } else if (reference.grey()) {
        int[] values = Streams.values(frame);
        assertThat(Arrays.stream(values).min().orElseThrow())
            .isCloseTo(Integer.parseInt(reference.min()), within(reference.tolerance()));
        assertThat(Arrays.stream(values).max().orElseThrow())
            .isCloseTo(Integer.parseInt(reference.max()), within(reference.tolerance()));
        assertThat(Arrays.stream(values).average().orElseThrow())
            .isCloseTo(Double.parseDouble(reference.mean()), within(0.5));
        reference
            .samples()
            .forEach(
                (place, value) ->
                    assertThat(values[place.get(0) * frame.columns() + place.get(1)])
                        .as("row and column %s", place)
                        .isCloseTo(value, within(reference.tolerance())));
      }
    }
  }

  /** Those of testdata and, where it is named, of the corpus; a missing file is a failure. */
  static Stream<Reference> references() throws IOException {
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
    Map<String, Map<List<Integer>, Integer>> samples = samples(folder.resolve("samples.csv"));
    return lines.stream()
        .skip(1)
        .filter(line -> !line.get(head.indexOf("dtype")).equals("uint32")) // no grey picture
        .map(
            line ->
                new Reference(
                    folder.resolve(line.get(head.indexOf("file"))),
                    line.get(head.indexOf("photometric")).startsWith("MONOCHROME"),
                    isExact(line, head),
                    Integer.parseInt("0" + line.get(head.indexOf("tolerance"))),
                    samples.getOrDefault(line.get(head.indexOf("file")), Map.of()),
                    line.get(head.indexOf("sha256_first_frame")),
                    line.get(head.indexOf("min")),
                    line.get(head.indexOf("max")),
                    line.get(head.indexOf("mean"))))
        .toList();
  }

  /** Lossless, or lossy in a way that leaves a decoder no choice. */
  private static boolean isExact(List<String> line, List<String> head) {
    return line.get(head.indexOf("lossless")).equals("yes")
        || line.get(head.indexOf("tolerance")).equals("0");
  }

  /** Values of a few pixels by file, row and column. */
  private static Map<String, Map<List<Integer>, Integer>> samples(Path path) throws IOException {
    Map<String, Map<List<Integer>, Integer>> samples = new HashMap<>();
    if (Files.exists(path)) {
      for (List<String> line : csv(Files.readString(path)).stream().skip(1).toList()) {
        samples
            .computeIfAbsent(line.get(0), file -> new HashMap<>())
            .put(
                List.of(Integer.valueOf(line.get(1)), Integer.valueOf(line.get(2))),
                Integer.valueOf(line.get(3)));
      }
    }
    return samples;
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
