/** Listeners, each with a cursor into the store's events. */
@NullMarked
package org.xrayvision.core.event;

import org.jspecify.annotations.NullMarked;
