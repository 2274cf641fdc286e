/** The only door: objects in, durable, told from what is not taken; recovery at start. */
@NullMarked
package org.xrayvision.core.ingest;

import org.jspecify.annotations.NullMarked;
