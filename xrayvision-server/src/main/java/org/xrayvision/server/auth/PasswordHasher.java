/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** bcrypt, with the same work for a password that cannot be right. Safe for threads. */
final class PasswordHasher {
  /** Whether a password has a hash; this is what takes the time. */
  interface Check {
    boolean verify(byte[] password, byte[] hash);
  }

  private final int cost;
  private final SecureRandom random;
  private final Check check;
  private final String nobodys;

  PasswordHasher(int cost, SecureRandom random) {
    this(cost, random, (password, hash) -> BCrypt.verifyer().verify(password, hash).verified);
  }

  PasswordHasher(int cost, SecureRandom random, Check check) {
    this.cost = cost;
    this.random = random;
    this.check = check;
    this.nobodys = hash(generate());
  }

  /** The hash of a password of at most {@link PasswordRules#MAX_BYTES} bytes. */
  String hash(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    try {
      return new String(BCrypt.with(random).hash(cost, bytes), StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Whether the password has this hash; without a hash, or with a password that is too long, it
   * takes as long to say no.
   */
  boolean matches(String password, @Nullable String hash) {
    boolean possible = hash != null && !PasswordRules.tooLong(password);
    byte[] bytes = (possible ? password : "").getBytes(StandardCharsets.UTF_8);
    byte[] expected = (possible ? hash : nobodys).getBytes(StandardCharsets.US_ASCII);
    try {
      return check.verify(bytes, expected) && possible;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** A random password of 120 bits, to be printed once. */
  String generate() {
    byte[] bytes = new byte[15];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
