/** Frames, frame decoders and grey-scale rendering (PS3.3 C.7.6.3, C.11; PS3.5 annex A). */
@NullMarked
package org.xrayvision.dicom.image;

import org.jspecify.annotations.NullMarked;
