/** A provider of OpenID Connect for tests. */
@NullMarked
package org.xrayvision.server.oidc;

import org.jspecify.annotations.NullMarked;
