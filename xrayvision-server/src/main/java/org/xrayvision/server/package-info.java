/** The server: command line, start and end, and the wiring of engine, DICOM listener and HTTP. */
@NullMarked
package org.xrayvision.server;

import org.jspecify.annotations.NullMarked;
