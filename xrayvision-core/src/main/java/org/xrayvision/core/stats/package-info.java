/** Figures made of counts: pure functions, each with the source of its formula. */
@NullMarked
package org.xrayvision.core.stats;

import org.jspecify.annotations.NullMarked;
