/** HTTP backends that misbehave on demand. */
@NullMarked
package org.xrayvision.simulator.http;

import org.jspecify.annotations.NullMarked;
