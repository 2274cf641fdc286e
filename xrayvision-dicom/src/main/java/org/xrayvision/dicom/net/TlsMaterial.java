/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads who we are and whom we trust from PEM files and key stores, and looks at dates. Every
 * failure is an {@link IOException} with a sentence for people. Used by one thread.
 */
final class TlsMaterial {
  /** A private key and its certificate, the issuers behind it. */
  record Identity(PrivateKey key, List<X509Certificate> chain) {}

  private static final String ENTRY = "xrayvision";

  private final Instant now;

  TlsMaterial(Instant now) {
    this.now = now;
  }

  /** The identity of a certificate chain and a key, both PEM. */
  Identity pem(Path chainFile, Path keyFile, char @Nullable [] password) throws IOException {
    List<X509Certificate> chain = PemFile.certificates(chainFile);
    PrivateKey key = PemFile.key(keyFile, password);
    if (!belong(key, chain.get(0))) {
      throw new IOException(
          keyFile
              + " is not the key of the first certificate of "
              + chainFile
              + "; our own certificate must stand first, its issuers after it");
    }
    return checked(new Identity(key, chain), chainFile);
  }

  /** The first entry with a private key of a PKCS #12 or JKS file. */
  Identity keyStore(Path file, char[] password) throws IOException {
    KeyStore store = load(file, password);
    try {
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
        Certificate[] chain = store.getCertificateChain(alias);
        if (key instanceof PrivateKey found && chain != null) {
          return checked(new Identity(found, x509(file, List.of(chain))), file);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file + ": its private key cannot be read with the password of the key store", e);
    }
    throw new IOException(file + " has no private key with a certificate");
  }

  /** The certificates to trust: those of a PEM file, or all of a key store. */
  List<X509Certificate> trust(Path file, char @Nullable [] password) throws IOException {
    byte[] bytes = PemFile.read(file);
    boolean pem = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    List<X509Certificate> all = pem ? PemFile.certificates(file) : trustStore(file, password);
    List<X509Certificate> valid = all.stream().filter(c -> isBefore(now, c)).toList();
    if (valid.isEmpty()) {
      throw new IOException(file + " has no certificate that is not expired");
    }
    return valid;
  }

  /** A key store in memory with what was read. */
  static KeyStore store(@Nullable Identity identity, List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (identity != null) {
      Certificate[] chain = identity.chain().toArray(Certificate[]::new);
      store.setKeyEntry(ENTRY, identity.key(), new char[0], chain);
    }
    int number = 0;
    for (X509Certificate certificate : trusted) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    return store;
  }

  private List<X509Certificate> trustStore(Path file, char @Nullable [] password)
      throws IOException {
    KeyStore store = load(file, password);
    List<Certificate> found = new ArrayList<>();
    try {
      for (String alias : Collections.list(store.aliases())) {
        found.add(store.getCertificate(alias));
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new IOException(
          file
              + " has no certificate that can be read"
              + (password == null ? " without password" : ""));
    }
    return x509(file, found);
  }

  private static KeyStore load(Path file, char @Nullable [] password) throws IOException {
    byte[] bytes = PemFile.read(file);
    try {
      // The JDK's PKCS12 also reads JKS, and JKS also reads PKCS #12.
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          file
              + " cannot be read as a key store (PKCS #12 or JKS) with the password given: "
              + e.getMessage(),
          e);
    }
  }

  private static List<X509Certificate> x509(Path file, List<Certificate> found) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : found) {
      if (!(certificate instanceof X509Certificate x509)) {
        throw new IOException(file + " has a certificate that is not X.509");
      }
      certificates.add(x509);
    }
    return certificates;
  }

  private Identity checked(Identity identity, Path file) throws IOException {
    X509Certificate own = identity.chain().get(0);
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new IOException(
          file + ": the certificate is not valid before " + own.getNotBefore().toInstant());
    }
    for (X509Certificate certificate : identity.chain()) {
      if (!isBefore(now, certificate)) {
        throw new IOException(
            file
                + ": the certificate of "
                + certificate.getSubjectX500Principal()
                + " has expired at "
                + certificate.getNotAfter().toInstant()
                + "; put a new one in its place");
      }
    }
    return identity;
  }

  private static boolean isBefore(Instant now, X509Certificate certificate) {
    return now.isBefore(certificate.getNotAfter().toInstant());
  }

  /** Whether what the key signs is signed for the certificate. */
  private static boolean belong(PrivateKey key, X509Certificate certificate) throws IOException {
    String algorithm = key.getAlgorithm();
    if (!algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String name =
        switch (algorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> algorithm;
        };
    try {
      byte[] text = {1, 2, 3};
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new IOException("the key cannot be used: " + e.getMessage(), e);
    }
  }
}
