/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the command line shows a running server to be let in as its administrator: random, another
 * one at each start, and on disk only where the server's own account can read it. Immutable, safe
 * for threads.
 */
public final class ControlToken {
  /** Who the command line is in what is told about requests. */
  public static final String NAME = "command line";

  private static final int BYTES = 32;

  private final String text;
  private final Principal principal;

  private ControlToken(String text) {
    this.text = text;
    this.principal = Principal.person(NAME, Role.ADMIN, false, "", false);
  }

  /** A new one. */
  public static ControlToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ControlToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What is shown; a secret. */
  public String text() {
    return text;
  }

  /** Whether this is the token; takes the same time for every wrong one. */
  public boolean matches(String shown) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  /** Who is let in with it. */
  public Principal principal() {
    return principal;
  }

  @Override
  public String toString() {
    return "ControlToken";
  }
}
