package org.xrayvision.core.analysis;

import java.io.IOException;
import java.nio.file.Path;

/** Where the workers find the pictures. Safe for threads. */
@FunctionalInterface
public interface Pictures {
  /**
   * The PNG of an exam; made now, where it is missing and can be.
   *
   * @return its file; that there is none makes the exam {@code error}
   * @throws IOException if it cannot be made; the message says why, and becomes the exam's detail
   */
  Path picture(String uid) throws IOException;
}
