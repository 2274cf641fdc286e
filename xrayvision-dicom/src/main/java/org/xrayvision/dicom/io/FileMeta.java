/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * What stands before the data set in a Part 10 file (PS3.10 §7.1).
 *
 * <p>Immutable and safe for threads.
 *
 * @param elements group 0002; empty if the file has none
 * @param transferSyntax of the data set; guessed if the file has no group 0002
 * @param dataSetOffset bytes from the start of the file to the data set
 */
public record FileMeta(DataSet elements, TransferSyntax transferSyntax, long dataSetOffset) {}
