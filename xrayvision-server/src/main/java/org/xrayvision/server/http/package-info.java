/** HTTP: log-in, the JSON API, the WebSocket, pictures, and the pages' files. */
@NullMarked
package org.xrayvision.server.http;

import org.jspecify.annotations.NullMarked;
