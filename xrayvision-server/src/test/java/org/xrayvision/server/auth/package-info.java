/** Tests of users, sessions, roles and masking, on real files. */
@NullMarked
package org.xrayvision.server.auth;

import org.jspecify.annotations.NullMarked;
