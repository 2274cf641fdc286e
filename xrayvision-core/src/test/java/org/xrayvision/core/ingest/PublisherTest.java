/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTest {
  @TempDir private Path folder;

  private Publisher publisher(boolean links) {
    return links ? Publisher.in(folder) : Publisher.withoutLinks();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fileHasItsNameAndNoNameIsTakenTwice(boolean links) throws IOException {
    Publisher publisher = publisher(links);
    Path first = Files.writeString(folder.resolve("a.part"), "first");
    Path second = Files.writeString(folder.resolve("b.part"), "second");
    Path target = folder.resolve("1.dcm");

    publisher.publish(first, target);

    assertThatThrownBy(() -> publisher.publish(second, target))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("first");
    assertThat(second).hasContent("second");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyAtTheSameMomentOneGetsTheName(boolean links) throws Exception {
    Publisher publisher = publisher(links);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        Path target = folder.resolve(round + ".dcm");
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Path file = Files.writeString(folder.resolve(round + "-" + i), "x");
          calls.add(() -> isPublished(publisher, file, target));
        }
        int published = 0;
        for (Future<Boolean> call : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
          published += call.get() ? 1 : 0;
        }
        assertThat(published).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isPublished(Publisher publisher, Path file, Path target)
      throws IOException {
    try {
      publisher.publish(file, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
