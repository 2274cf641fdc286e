/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.LoadResult;
import org.xrayvision.core.XRayVision;

/**
 * LOAD_DICOM: has the engine take up the DICOM files in its data directory once more, on a thread
 * of its own while the listener works. Safe for threads.
 */
final class DicomLoader implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DicomLoader.class.getName());
  private static final long END_MILLIS = 2_000;

  private @Nullable Thread thread;

  synchronized void start(XRayVision engine) {
    Thread made = new Thread(() -> load(engine), "xrv-load-dicom");
    made.setDaemon(true);
    made.start();
    thread = made;
  }

  private static void load(XRayVision engine) {
    LOG.log(System.Logger.Level.INFO, "LOAD_DICOM: the images folder is looked through");
    try {
      LoadResult result = engine.loadDicom();
      LOG.log(
          System.Logger.Level.INFO,
          "LOAD_DICOM: {0} files, {1} taken, {2} tried again, {3} unchanged, {4} not taken",
          result.files(),
          result.taken(),
          result.triedAgain(),
          result.unchanged(),
          result.notTaken());
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.INFO, "LOAD_DICOM: ended before it was through");
    } catch (XRayVisionException e) {
      LOG.log(System.Logger.Level.ERROR, "LOAD_DICOM: " + e.getMessage());
    }
  }

  /** To be called when the engine is closed: an interrupt must not meet a file in work. */
  @Override
  public synchronized void close() {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
