/** From a DICOM file to the PNG that people and models look at. */
@NullMarked
package org.xrayvision.core.picture;

import org.jspecify.annotations.NullMarked;
