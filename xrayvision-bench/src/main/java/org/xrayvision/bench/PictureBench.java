/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xrayvision.core.picture.ImagePreparer;

/**
 * DICOM to PNG, 2048x2500 12 bit, warm, one thread; {@code scripts/bench.sh} puts OpenCV's time for
 * the same steps beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class PictureBench {
  private final ImagePreparer preparer = ImagePreparer.withBuiltInCodecs();
  private Path file = Path.of("");

  /** Writes the picture. */
  @Setup
  public void write() throws IOException {
    file = Files.createTempFile("bench", ".dcm");
    BenchImage.write(file);
  }

  /** Deletes the picture. */
  @TearDown
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Reads the file and makes the PNG. */
  @Benchmark
  public byte[] dicomToPng() throws IOException {
    return preparer.prepare(file).png();
  }
}
