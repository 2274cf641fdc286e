/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.util.List;
import org.xrayvision.dicom.data.VR;

/**
 * Where the pixel data of a data set are: PixelData, FloatPixelData or DoubleFloatPixelData.
 *
 * <p>Immutable and safe for threads. The bytes are as the sender wrote them, in the byte order of
 * the transfer syntax.
 *
 * @param tag which of the three elements
 * @param vr its VR; OW where the transfer syntax has implicit VR
 * @param encapsulated whether the pixel data are fragments (PS3.5 §A.4)
 * @param ranges native: the one value; encapsulated: first the Basic Offset Table, then the
 *     fragments
 */
public record PixelDataLocation(int tag, VR vr, boolean encapsulated, List<Range> ranges) {
  public PixelDataLocation {
    ranges = List.copyOf(ranges);
  }
}
