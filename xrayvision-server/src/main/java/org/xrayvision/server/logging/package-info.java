/** The log: one line for one event, to the console and to a file that is rotated. */
@NullMarked
package org.xrayvision.server.logging;

import org.jspecify.annotations.NullMarked;
