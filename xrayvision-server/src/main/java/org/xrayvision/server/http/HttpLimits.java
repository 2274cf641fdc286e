/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.Duration;

/**
 * What a peer may take of us. Immutable.
 *
 * @param maxBody bytes of a request's body
 * @param headerTime from the first byte of a request to the end of its header
 * @param bodyTime for the whole body to arrive
 * @param sendTime for the whole answer to be read
 * @param maxConnections at the same time
 * @param maxConnectionsPerAddress of them from one address
 * @param sendBuffer bytes that the system keeps for a peer that does not read
 * @param clientQueue messages kept for a WebSocket client that does not read
 * @param maxClients WebSocket clients at the same time
 * @param maxClientsPerAccount of them with one account or key
 * @param maxCatchUp events told to a client that was away; more are a {@code resync}
 * @param stateInterval at least so long between two looks at the engine's state
 * @param pingInterval between two pings of each client
 * @param downloads how fast a file that is made as it is sent must be taken
 */
record HttpLimits(
    int maxBody,
    Duration headerTime,
    Duration bodyTime,
    Duration sendTime,
    int maxConnections,
    int maxConnectionsPerAddress,
    int sendBuffer,
    int clientQueue,
    int maxClients,
    int maxClientsPerAccount,
    int maxCatchUp,
    Duration stateInterval,
    Duration pingInterval,
    RateFloor downloads) {
  static HttpLimits defaults() {
    return new HttpLimits(
        64 * 1024,
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        4000,
        1000,
        128 * 1024,
        256,
        1200,
        600,
        1000,
        Duration.ofMillis(250),
        Duration.ofSeconds(20),
        new RateFloor(10_000, Duration.ofSeconds(30)));
  }
}
