/** The DICOM door: what comes over associations goes to the engine, what is refused is noted. */
@NullMarked
package org.xrayvision.server.dicom;

import org.jspecify.annotations.NullMarked;
