/** Tests of the HTTP side over real sockets, with a real engine and real users. */
@NullMarked
package org.xrayvision.server.http;

import org.jspecify.annotations.NullMarked;
