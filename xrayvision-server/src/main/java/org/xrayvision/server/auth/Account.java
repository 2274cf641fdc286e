/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Instant;

/**
 * One user as a list shows him. Immutable.
 *
 * @param name in lower case
 * @param enabled whether he can log in
 * @param mustChangePassword whether his password was made by the program
 * @param passwordChanged when the password was last set; the creation time where there is none
 */
public record Account(
    String name,
    Role role,
    boolean enabled,
    boolean mustChangePassword,
    Instant created,
    Instant passwordChanged) {}
