/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The certificates or the private key of a PEM file (RFC 7468), read with what the JDK has. Every
 * failure is an {@link IOException} whose message names the file and says what to do. Stateless.
 */
final class PemFile {
  private static final int MAX_SIZE = 1024 * 1024;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

  /** The algorithms that a key of a TLS certificate may have, as KeyFactory calls them. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  /** One block; its text is not looked at before it is wanted. */
  private record Block(Path file, String label, String text) {
    /** Old headers ("Proc-Type: ...") belong to old forms, which are refused by their label. */
    byte[] bytes() throws IOException {
      try {
        return Base64.getMimeDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": the block " + label + " is no base64", e);
      }
    }
  }

  private PemFile() {}

  /** All certificates of the file, in its order; at least one. */
  static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks(file)) {
        if (block.label().endsWith("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " has a certificate that cannot be read: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          file + " has no \"-----BEGIN CERTIFICATE-----\": it must be a PEM file");
    }
    return certificates;
  }

  /** The one private key of the file, in PKCS #8. */
  static PrivateKey key(Path file, char @Nullable [] password) throws IOException {
    for (Block block : blocks(file)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(file, new PKCS8EncodedKeySpec(block.bytes()));
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return key(file, decrypt(file, block.bytes(), password));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
            throw new IOException(
                file
                    + " has its key in an old form (PKCS #1 or SEC 1); convert it with: openssl"
                    + " pkcs8 -topk8 -nocrypt -in "
                    + file
                    + " -out "
                    + file
                    + ".pkcs8");
        default -> {} // certificates may stand in the same file
      }
    }
    throw new IOException(file + " has no \"-----BEGIN PRIVATE KEY-----\": it must be a PEM file");
  }

  private static PrivateKey key(Path file, PKCS8EncodedKeySpec spec) throws IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // it is of another algorithm
      } catch (GeneralSecurityException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    throw new IOException(
        file + " has a private key that is damaged, or neither RSA nor EC nor Ed25519");
  }

  private static PKCS8EncodedKeySpec decrypt(Path file, byte[] bytes, char @Nullable [] password)
      throws IOException {
    if (password == null || password.length == 0) {
      throw new IOException(file + " has an encrypted key; give its password");
    }
    PBEKeySpec secret = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
      // For PBES2 the name alone ("PBES2") means nothing to the JDK; its parameters know it whole.
      String name = info.getAlgName();
      String algorithm =
          name.startsWith("PBEWith") ? name : String.valueOf(info.getAlgParameters());
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          file + " has an encrypted key that this password does not open (" + e.getMessage() + ")",
          e);
    } finally {
      secret.clearPassword();
    }
  }

  private static List<Block> blocks(Path file) throws IOException {
    byte[] bytes = read(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Arrays.fill(bytes, (byte) 0);
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(file, matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** The whole file, if it is not too large to be what it must be. */
  static byte[] read(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new IOException(file + " is larger than 1 MB: that is no certificate or key");
      }
      return Files.readAllBytes(file);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException(file + " may not be read by this user", e);
    }
  }
}
