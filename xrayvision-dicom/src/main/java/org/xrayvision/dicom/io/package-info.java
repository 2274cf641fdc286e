/** Reading and writing data sets and Part 10 files within bounds (PS3.5, PS3.10). */
@NullMarked
package org.xrayvision.dicom.io;

import org.jspecify.annotations.NullMarked;
