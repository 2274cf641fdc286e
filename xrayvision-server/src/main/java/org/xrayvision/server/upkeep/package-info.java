/** What the server does at night, and what is handed out or forgotten of one patient. */
@NullMarked
package org.xrayvision.server.upkeep;

import org.jspecify.annotations.NullMarked;
