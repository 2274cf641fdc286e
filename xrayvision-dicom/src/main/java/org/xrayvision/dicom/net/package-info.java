/** The upper layer and DIMSE: associations, C-ECHO and C-STORE (PS3.7, PS3.8). */
@NullMarked
package org.xrayvision.dicom.net;

import org.jspecify.annotations.NullMarked;
