/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.PersonName;

/**
 * Files damaged at random, the same way each time: each ends in a DicomException or is read, values
 * and all; nothing else may come out.
 */
class MutationTest {
  private static final long SEED = 20_240_501;
  private static final int WHOLE = 32 * 1024;
  private static final int HEADER = 2000;
  private static final int MUTANTS_OF_A_FILE = 40;
  private static final int MUTANTS_OF_THE_CORPUS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Tight enough that a mutant cannot make the test slow. */
  private static final ReadLimits LIMITS =
      ReadLimits.defaults().withMaxInflatedLength(4 * 1024 * 1024).withMaxElements(20_000);

  @Test
  void damagedFilesOfTestdataAreReadOrRefused() {
    List<Path> files = Golden.dicomFiles(Golden.testdata(""));
    int refused = assertTimeoutPreemptively(PATIENCE, () -> mutate(files, MUTANTS_OF_A_FILE));
    assertThat(refused)
        .as("some damage is noticed, some is not")
        .isBetween(files.size(), files.size() * MUTANTS_OF_A_FILE - files.size());
  }

  @Test
  void damagedFilesOfTheCorpusAreReadOrRefused() {
    Optional<String> corpus = Optional.ofNullable(System.getenv("XRAYVISION_DICOM_CORPUS"));
    List<Path> files = corpus.map(Path::of).map(Golden::dicomFiles).orElse(List.of());
    assertThat(files.isEmpty()).isEqualTo(corpus.isEmpty());
    assertTimeoutPreemptively(PATIENCE, () -> mutate(files, MUTANTS_OF_THE_CORPUS));
  }

  private static int mutate(List<Path> files, int mutants) throws IOException {
    int refused = 0;
    for (Path file : files) {
      byte[] original = start(file);
      Random random = new Random(SEED + original.length);
      for (int i = 0; i < mutants; i++) {
        byte[] mutant = i == 0 ? original : mutant(original, random);
        try {
          readAll(mutant);
        } catch (DicomException e) {
          refused++;
        } catch (RuntimeException | Error e) {
          throw new AssertionError(file + ", mutant " + i + " of seed " + SEED, e);
        }
      }
    }
    return refused;
  }

  /** A small file whole, of others the header: damage to pixels is the decoders' business. */
  private static byte[] start(Path file) throws IOException {
    int length = Files.size(file) <= WHOLE ? WHOLE : HEADER;
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(length);
    }
  }

  private static byte[] mutant(byte[] original, Random random) {
    byte[] mutant = original.clone();
    if (mutant.length == 0) {
      return mutant;
    }
    int from = random.nextInt(4) == 0 ? 0 : Math.min(132, mutant.length - 1);
    int damages = 1 + random.nextInt(4);
    for (int i = 0; i < damages; i++) {
      int at = from + random.nextInt(Math.min(mutant.length, HEADER) - from);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt(256);
        case 2 -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 4), (byte) 0xFF);
        case 3 -> mutant = Arrays.copyOf(mutant, Math.max(at, from + 1));
        default -> {
          int to = from + random.nextInt(Math.min(mutant.length, HEADER) - from);
          int length = Math.min(random.nextInt(40), mutant.length - Math.max(at, to));
          System.arraycopy(original, at, mutant, to, length);
        }
      }
    }
    return mutant;
  }

  private static void readAll(byte[] bytes) throws IOException {
    InputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes), 16 * 1024);
    FileMeta meta = Part10.readMeta(in, LIMITS);
    askForEverything(meta.elements());
    in.mark(bytes.length);
    askForEverything(DataSetParser.parseHeader(in, meta.transferSyntax(), LIMITS).dataSet());
    in.reset();
    askForEverything(DataSetParser.parse(in, meta.transferSyntax(), LIMITS).dataSet());
  }

  private static void askForEverything(DataSet dataSet) {
    for (Element element : dataSet.elements()) {
      int tag = element.tag();
      requireNonNull(dataSet.strings(tag));
      requireNonNull(dataSet.text(tag));
      requireNonNull(dataSet.integers(tag));
      requireNonNull(dataSet.integer(tag));
      requireNonNull(dataSet.decimals(tag));
      requireNonNull(dataSet.date(tag));
      requireNonNull(dataSet.time(tag));
      requireNonNull(dataSet.personName(tag).map(PersonName::display));
      requireNonNull(element.toString());
      dataSet.items(tag).forEach(MutationTest::askForEverything);
    }
  }
}
