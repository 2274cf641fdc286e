/** Tests of the nightly work. */
@NullMarked
package org.xrayvision.server.upkeep;

import org.jspecify.annotations.NullMarked;
