/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a thread of ours or an open file behind. Register it before whatever
 * starts something, so that it looks last: {@code @RegisterExtension @Order(0)}. Threads count as
 * ours by their names' beginnings.
 */
public final class LeakChecker implements BeforeEachCallback, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeakChecker.class);

  private final Predicate<String> ours;

  /** A checker for threads named {@code xrv-…} and {@code dicom-…}. */
  public LeakChecker() {
    this(name -> name.startsWith("xrv-") || name.startsWith("dicom-"));
  }

  /** A checker for threads whose names are told. */
  public LeakChecker(Predicate<String> ours) {
    this.ours = ours;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put("before", threads());
  }

  @Override
  @SuppressWarnings("unchecked")
  public void afterEach(ExtensionContext context) throws InterruptedException {
    Set<String> before = context.getStore(NAMESPACE).get("before", Set.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    Set<String> left = left(before);
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(20);
      left = left(before);
    }
    assertThat(left).as("threads of ours that the test left behind").isEmpty();
  }

  private Set<String> left(Set<String> before) {
    Set<String> left = new TreeSet<>(threads());
    left.removeAll(before);
    return left;
  }

  private Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(thread -> thread.getName() + "#" + thread.getId())
        .filter(ours)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
