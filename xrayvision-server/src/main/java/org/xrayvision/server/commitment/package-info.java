/** Storage Commitment, push model, as SCP (PS3.4 annex J). */
@NullMarked
package org.xrayvision.server.commitment;

import org.jspecify.annotations.NullMarked;
