/** Finds plugins, makes them, and lends them what they may have. Not API. */
@NullMarked
package org.xrayvision.core.plugin;

import org.jspecify.annotations.NullMarked;
