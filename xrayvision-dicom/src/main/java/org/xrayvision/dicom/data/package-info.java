/** Data sets, elements, VRs, tags, UIDs and character sets (PS3.5, PS3.6). */
@NullMarked
package org.xrayvision.dicom.data;

import org.jspecify.annotations.NullMarked;
