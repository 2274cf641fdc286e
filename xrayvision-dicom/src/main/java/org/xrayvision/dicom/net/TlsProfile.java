/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;

/**
 * Which versions and cipher suites of TLS are spoken (PS3.15 §B.12, §B.13; they fulfil the retired
 * §B.9 to §B.11 as well, but for the fall-back to TLS 1.0 and 1.1). Every suite has forward secrecy
 * and authenticated encryption. Those with DHE are left out, as §B.13 wants it of implementations
 * where the length of the DHE key cannot be set.
 */
public enum TlsProfile {
  /** TLS 1.3, else TLS 1.2 with ECDHE and AES-GCM or ChaCha20-Poly1305. */
  BCP_195(true),
  /** TLS 1.3 and nothing older. */
  TLS_1_3_ONLY(false);

  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final boolean tls12;

  TlsProfile(boolean tls12) {
    this.tls12 = tls12;
  }

  /** The versions, in the names of JSSE. */
  public List<String> protocols() {
    return tls12 ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.3");
  }

  /** The suites, the one we like best first. */
  public List<String> cipherSuites() {
    return CIPHER_SUITES;
  }
}
