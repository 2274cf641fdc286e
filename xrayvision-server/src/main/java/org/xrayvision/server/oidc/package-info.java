/** The hospital's own log-in: OpenID Connect, authorization code with PKCE. */
@NullMarked
package org.xrayvision.server.oidc;

import org.jspecify.annotations.NullMarked;
