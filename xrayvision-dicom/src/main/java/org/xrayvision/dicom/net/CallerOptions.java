/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * What a {@link DicomListener} holds a calling AE title to. Immutable, if the predicate is.
 *
 * @param addresses where it may call from; asked by many threads at the same time, must not block
 * @param maxAssociations how many it may have at the same time; 0 for as many as anybody
 */
public record CallerOptions(Predicate<InetAddress> addresses, int maxAssociations) {
  /** Checks the number. */
  public CallerOptions {
    if (maxAssociations < 0 || maxAssociations > 10_000) {
      throw new IllegalArgumentException(
          "maxAssociations " + maxAssociations + " must be in 0 to 10000");
    }
  }
}
