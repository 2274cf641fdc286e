/** Who may see and do what: users, sessions, roles, masking, and the file {@code server.db}. */
@NullMarked
package org.xrayvision.server.auth;

import org.jspecify.annotations.NullMarked;
