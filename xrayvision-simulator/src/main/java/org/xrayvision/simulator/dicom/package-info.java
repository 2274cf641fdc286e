/** DICOM peers that may break every rule: byte by byte, slowly, or not at all; for tests. */
@NullMarked
package org.xrayvision.simulator.dicom;

import org.jspecify.annotations.NullMarked;
