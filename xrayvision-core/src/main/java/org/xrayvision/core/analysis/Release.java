/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.BurnedIn;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.PluginUse.Reach;

/**
 * What of an exam may leave the house in a file, by the rules that hold for models outside. Safe
 * for threads.
 */
public final class Release {
  private final Discretion discretion;

  /** By what is known of senders. */
  public Release(Discretion discretion) {
    this.discretion = discretion;
  }

  /** Why an exam's picture must stay inside; empty where it need not. */
  public Optional<String> whyNot(List<ExamEvent> journal) {
    return discretion.egress(journal).whyNot(Reach.EXTERNAL);
  }

  /** What is burned into an exam's picture. */
  public BurnedIn burnedIn(List<ExamEvent> journal) {
    return discretion.egress(journal).burnedIn();
  }

  /**
   * A picture as PNG, with these regions painted over.
   *
   * @throws IOException if the file is no picture, or cannot be read
   */
  public static byte[] blanked(Path png, List<BurnedInRegion> regions) throws IOException {
    return Blanker.blank(PictureFile.read(png, ""), regions).png();
  }

  /**
   * The picture as PNG, with what is burned in painted over.
   *
   * @throws IOException if the file is no picture, or cannot be read
   */
  public byte[] picture(Exam exam, Path png, List<ExamEvent> journal) throws IOException {
    return discretion
        .egress(journal)
        .picture(PictureFile.read(png, exam.projection()), Reach.EXTERNAL)
        .png();
  }
}
