/**
 * The exam store on SQLite: migrations, atomic claims, the table of state moves, events, the
 * directory lock.
 */
@NullMarked
package org.xrayvision.core.store;

import org.jspecify.annotations.NullMarked;
