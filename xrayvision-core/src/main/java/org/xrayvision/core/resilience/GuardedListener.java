/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.util.Objects;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.Meter;

/**
 * A plugin that hears events, called with its own context class loader; whatever it calls the
 * thread that is lent to it, the thread has its name again afterwards. Called by one thread.
 */
public final class LentListener implements ExamListener {
  private final ExamListener listener;
  private final ClassLoader loader;
  private final Meter meter;

  /**
   * Lends threads to a listener.
   *
   * @param meter counts {@code calls} and {@code failures}
   */
  public LentListener(ExamListener listener, ClassLoader loader, Meter meter) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.loader = Objects.requireNonNull(loader, "loader");
    this.meter = Objects.requireNonNull(meter, "meter");
  }

  @Override
  public void onEvent(ExamEvent event) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    boolean heard = false;
    try {
      listener.onEvent(event);
      heard = true;
    } finally {
      thread.setContextClassLoader(own);
      thread.setName(name);
      count("calls");
      if (!heard) {
        count("failures");
      }
    }
  }

  private void count(String what) {
    try {
      meter.count(what);
    } catch (RuntimeException e) {
      // A meter's fault is the meter's own.
    }
  }
}
