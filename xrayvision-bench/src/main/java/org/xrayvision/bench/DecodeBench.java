/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xrayvision.codecs.Codecs;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.io.DicomFile;

/**
 * Reading and decoding one picture in each transfer syntax, warm, on one thread, beside GDCM
 * (OpenJPEG, CharLS, libjpeg) in the same run, the two in turn. The arguments are the peer's script
 * and the folder of files.
 */
final class DecodeBench {
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final int WARM_UP = 8;
  private static final int PIECES = 3;

  private DecodeBench() {}

  public static void main(String[] args) throws Exception {
    FrameDecoders decoders = FrameDecoders.of(Codecs.decoders());
    Process peer =
        new ProcessBuilder(List.of("/usr/bin/python3", args[0]))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    System.out.printf(
        Locale.ROOT,
        "%nreading and decoding %dx%d of 12 bits (8 in Baseline), one thread%n",
        BenchImage.COLUMNS,
        BenchImage.ROWS);
    try (BufferedReader answers = peer.inputReader(StandardCharsets.UTF_8);
        Writer questions = new OutputStreamWriter(peer.getOutputStream(), StandardCharsets.UTF_8);
        Stream<Path> files = Files.list(Path.of(args[1]))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".dcm")).sorted().toList()) {
        measure(file, decoders, answers, questions);
      }
    }
    peer.waitFor();
  }

  private static void measure(
      Path file, FrameDecoders decoders, BufferedReader answers, Writer questions)
      throws IOException {
    TransferSyntax syntax;
    try (DicomFile open = DicomFile.open(file)) {
      syntax = open.transferSyntax();
    }
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double mine = millis(file, decoders);
      questions.write(file + "\n");
      questions.flush();
      double other = Double.parseDouble(answers.readLine());
      if (round >= 0) {
        ours[round] = mine;
        theirs[round] = other;
      }
    }
    Timings mine = Timings.of(ours, "ms");
    Timings other = Timings.of(theirs, "ms");
    System.out.printf(
        Locale.ROOT,
        "  %-24s %6.1f MB  ours %s  GDCM %s  ratio %.2f%n",
        syntax.uid(),
        Files.size(file) / 1e6,
        mine,
        other,
        mine.median() / other.median());
  }

  /** The best of a few, as the peer's is: what else the machine does is no property of a codec. */
  private static double millis(Path path, FrameDecoders decoders) throws IOException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < PIECES; i++) {
      long start = System.nanoTime();
      try (DicomFile file = DicomFile.open(path)) {
        if (decoders.firstFrame(file).rows() != BenchImage.ROWS) {
          throw new IOException(path + " was not decoded");
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }
}
