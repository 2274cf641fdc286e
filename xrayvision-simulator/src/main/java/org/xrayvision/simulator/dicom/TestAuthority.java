/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of a test: it issues keys and certificates for TLS with the JDK's
 * keytool. Nobody must trust it outside. For one thread.
 */
public final class TestAuthority {
  /** Of every key store. */
  public static final String PASSWORD = "not-a-secret";

  private static final String CA = "ca";

  private final Path folder;
  private final Path store;
  private final Path trust;

  /**
   * What it issues, in two forms.
   *
   * @param certificate PEM: the certificate, then the authority's
   * @param key PEM, PKCS #8 without password
   * @param keyStore PKCS #12 with {@link #PASSWORD}
   */
  public record Issued(Path certificate, Path key, Path keyStore) {}

  private TestAuthority(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("authority.p12");
    this.trust = folder.resolve("ca.pem");
  }

  /** An authority that keeps its files in this folder, which must be empty. */
  public static TestAuthority in(Path folder) throws IOException {
    TestAuthority authority = new TestAuthority(folder);
    authority.keytool("-genkeypair", "-alias", CA, "-dname", "CN=Test CA", "-ext", "bc:c");
    try {
      writePem(authority.trust, "CERTIFICATE", authority.chain(CA)[0].getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return authority;
  }

  /** The authority's certificate, PEM. */
  public Path trust() {
    return trust;
  }

  /** A certificate for {@code localhost} and 127.0.0.1. */
  public Issued issue(String name) throws IOException {
    return issue(name, "-validity", "365", "-ext", "san=dns:localhost,ip:127.0.0.1");
  }

  /** A certificate for a host that nobody is. */
  public Issued issueForElsewhere(String name) throws IOException {
    return issue(name, "-validity", "365", "-ext", "san=dns:elsewhere.invalid");
  }

  /** A certificate for {@code localhost} with so many days left; below zero it has expired. */
  public Issued issueWithDaysLeft(String name, int days) throws IOException {
    return issue(
        name,
        "-startdate",
        "-100d",
        "-validity",
        String.valueOf(100 + days),
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
  }

  /** Any free port of loopback, for those who show a certificate of this authority. */
  public SSLServerSocket listen(Issued issued) throws IOException {
    try {
      KeyStore own = load(issued.keyStore());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(CA, chain(CA)[0]);
      TrustManagerFactory trusts =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusts.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
      SSLServerSocket socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
      socket.setNeedClientAuth(true);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private Issued issue(String name, String... options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-alias", name, "-signer", CA));
    arguments.addAll(List.of("-dname", "CN=" + name));
    arguments.addAll(Arrays.asList(options));
    keytool(arguments.toArray(String[]::new));
    Issued issued =
        new Issued(
            folder.resolve(name + ".pem"),
            folder.resolve(name + ".key"),
            folder.resolve(name + ".p12"));
    try {
      Certificate[] chain = chain(name);
      Key key = load(store).getKey(name, PASSWORD.toCharArray());
      writePem(issued.certificate(), "CERTIFICATE", chain[0].getEncoded(), chain[1].getEncoded());
      writePem(issued.key(), "PRIVATE KEY", key.getEncoded());
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(name, key, PASSWORD.toCharArray(), chain);
      try (var out = Files.newOutputStream(issued.keyStore())) {
        own.store(out, PASSWORD.toCharArray());
      }
      return issued;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private Certificate[] chain(String alias) throws IOException, GeneralSecurityException {
    return load(store).getCertificateChain(alias);
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    return loaded;
  }

  private static void writePem(Path file, String label, byte[]... bodies) throws IOException {
    StringBuilder text = new StringBuilder();
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    for (byte[] body : bodies) {
      text.append("-----BEGIN ").append(label).append("-----\n");
      text.append(encoder.encodeToString(body));
      text.append("\n-----END ").append(label).append("-----\n");
    }
    Files.writeString(file, text);
  }

  private void keytool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (InputStream in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
