/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.util.Optional;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * What one pass over a data set found.
 *
 * <p>Immutable and safe for threads.
 *
 * @param dataSet the elements; large bulk values only by position
 * @param transferSyntax how it was encoded
 * @param pixelData where its pixel data are, empty if it has none or reading stopped before them
 * @param length bytes of the (inflated) data set that were read as elements
 */
public record ParsedDataSet(
    DataSet dataSet,
    TransferSyntax transferSyntax,
    Optional<PixelDataLocation> pixelData,
    long length) {}
