/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Instant;

/**
 * One session as a list shows it. Immutable.
 *
 * @param id by which it can be ended; worth nothing as a token
 * @param expires when it ends, if it is not used again
 * @param address where it was opened from
 */
public record SessionView(
    String id,
    String user,
    Role role,
    Instant created,
    Instant lastSeen,
    Instant expires,
    String address) {}
