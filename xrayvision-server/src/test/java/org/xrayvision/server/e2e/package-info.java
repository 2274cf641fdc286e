/** The server as its own process, with real peers: DCMTK, strace, kill -9, a browser. */
@NullMarked
package org.xrayvision.server.e2e;

import org.jspecify.annotations.NullMarked;
