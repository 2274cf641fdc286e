/** Deadlines, attempts, breakers and failover around plugins. */
@NullMarked
package org.xrayvision.core.resilience;

import org.jspecify.annotations.NullMarked;
