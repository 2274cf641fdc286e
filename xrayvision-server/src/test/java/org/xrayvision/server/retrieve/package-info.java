/** Tests of query and retrieve. */
@NullMarked
package org.xrayvision.server.retrieve;

import org.jspecify.annotations.NullMarked;
