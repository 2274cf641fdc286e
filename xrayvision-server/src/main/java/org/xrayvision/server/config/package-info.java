/** The configuration: the INI reader, the keys, and the typed, immutable result. */
@NullMarked
package org.xrayvision.server.config;

import org.jspecify.annotations.NullMarked;
