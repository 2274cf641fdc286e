/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.fuzz.Targets.Target;

/**
 * Replays what did harm once, {@code crashers/<target>/<what was the matter>}, and what every run
 * begins with.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashersTest {
  private static final Path FOLDER = Path.of("crashers");

  static List<Path> crashers() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static List<String> targets() {
    return List.copyOf(Targets.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("crashers")
  void doesNoHarmAnyMore(Path crasher) throws IOException {
    String name = requireNonNull(crasher.getParent()).getFileName().toString();
    Target target = Targets.all().get(name);
    assertThat(target).as("the folder is named as a target").isNotNull();
    assertThat(crasher).as("small enough to keep").satisfies(CrashersTest::isSmall);
    target.run().accept(Files.readAllBytes(crasher));
  }

  private static void isSmall(Path file) throws IOException {
    assertThat(Files.size(file)).isLessThanOrEqualTo(64 * 1024);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void seedsDoNoHarm(String target) throws IOException {
    Map<String, List<byte[]>> seeds = Seeds.all(Path.of("../testdata"));
    assertThat(seeds.get(target)).isNotEmpty();
    seeds.get(target).forEach(Targets.all().get(target).run());
  }

  @Test
  void whatCostsTooMuchOrFailsIsNoticed() {
    Bounds.check(() -> {});
    Bounds.check(
        () -> {
          throw new DicomException("a reason");
        });
    assertThatThrownBy(() -> Bounds.check(() -> assertThat(new byte[300 << 20]).isNotEmpty()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("300 MiB");
    assertThatThrownBy(
            () ->
                Bounds.check(
                    () -> {
                      throw new DicomException("null");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Bounds.check(() -> List.of().get(0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
