/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * DICOM over TLS, for an acceptor or a requestor (PS3.15 annex B). Immutable and safe for threads;
 * made by {@link #builder()}. Files are read once, when it is built.
 */
public final class TlsOptions {
  /** Sessions kept for resumption; the JDK's default is 20480. */
  private static final int SESSIONS = 256;

  private final SSLContext context;
  private final TlsProfile profile;
  private final boolean clientCertificateRequired;
  private final boolean hostNameVerified;
  private final @Nullable X509Certificate own;
  private final boolean identified;

  private TlsOptions(
      SSLContext context,
      TlsProfile profile,
      boolean clientCertificateRequired,
      boolean hostNameVerified,
      @Nullable X509Certificate own,
      boolean identified) {
    this.context = context;
    this.profile = profile;
    this.clientCertificateRequired = clientCertificateRequired;
    this.hostNameVerified = hostNameVerified;
    this.own = own;
    this.identified = identified;
  }

  /** Nothing at first: an acceptor needs at least an identity. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where keys and trust come from. */
  public SSLContext context() {
    return context;
  }

  /** Versions and cipher suites. */
  public TlsProfile profile() {
    return profile;
  }

  /** Acceptor: whether a peer must show a certificate that we trust. */
  public boolean clientCertificateRequired() {
    return clientCertificateRequired;
  }

  /** Requestor: whether the acceptor's certificate must be for the host that we call. */
  public boolean hostNameVerified() {
    return hostNameVerified;
  }

  /** Whether there is a certificate to show, or may be: an acceptor cannot do without. */
  boolean isIdentified() {
    return identified;
  }

  /** When the first certificate of our own chain expires; empty without one, or if not known. */
  public Optional<Instant> expires() {
    return Optional.ofNullable(own).map(certificate -> certificate.getNotAfter().toInstant());
  }

  /** The SHA-256 of the first certificate of our own chain, in hex; empty without one. */
  public Optional<String> fingerprint() {
    return Optional.ofNullable(own).map(TlsOptions::sha256);
  }

  private static String sha256(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  /** The same, but for the host name; {@link Builder#hostNameVerified}. */
  public TlsOptions withHostNameVerified(boolean value) {
    return new TlsOptions(context, profile, clientCertificateRequired, value, own, identified);
  }

  /** Collects what is given. Not safe for threads. */
  public static final class Builder {
    private @Nullable SSLContext context;
    private @Nullable Path certificate;
    private @Nullable Path key;
    private char @Nullable [] keyPassword;
    private @Nullable Path keyStore;
    private char[] keyStorePassword = {};
    private @Nullable Path trust;
    private char @Nullable [] trustPassword;
    private boolean clientCertificateRequired;
    private boolean hostNameVerified = true;
    private TlsProfile profile = TlsProfile.BCP_195;
    private Instant now = Instant.now();

    private Builder() {}

    /** Takes keys and trust from here, and not from files. */
    public Builder context(SSLContext value) {
      context = value;
      return this;
    }

    /**
     * Our identity, as PEM files.
     *
     * @param chainFile our certificate, then its issuers
     * @param keyFile the key in PKCS #8 ({@code BEGIN PRIVATE KEY})
     * @param password of the key, null if it is not encrypted
     */
    public Builder certificate(Path chainFile, Path keyFile, char @Nullable [] password) {
      certificate = chainFile;
      key = keyFile;
      keyPassword = password == null ? null : password.clone();
      return this;
    }

    /** Our identity, as the first private key of a PKCS #12 or JKS file. */
    public Builder keyStore(Path file, char[] password) {
      keyStore = file;
      keyStorePassword = password.clone();
      return this;
    }

    /**
     * Whose certificates we believe: a PEM file or a key store; the JDK's list by default.
     *
     * @param password of a key store, or null
     */
    public Builder trust(Path file, char @Nullable [] password) {
      trust = file;
      trustPassword = password == null ? null : password.clone();
      return this;
    }

    /** Acceptor: refuse peers without a certificate that we trust; off by default. */
    public Builder clientCertificateRequired(boolean value) {
      clientCertificateRequired = value;
      return this;
    }

    /**
     * Requestor: take a certificate only for the host that we call; on by default. Without it any
     * holder of a trusted certificate may stand in for the peer.
     */
    public Builder hostNameVerified(boolean value) {
      hostNameVerified = value;
      return this;
    }

    /** Versions and cipher suites; {@link TlsProfile#BCP_195} by default. */
    public Builder profile(TlsProfile value) {
      profile = value;
      return this;
    }

    /** When certificates must be valid, for tests; now by default. */
    Builder now(Instant value) {
      now = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming everything that is wrong: what contradicts itself,
     *     files that cannot be read, keys that are not the certificate's, certificates that have
     *     expired
     */
    public TlsOptions build() {
      List<String> errors = new ArrayList<>();
      if (context != null && (certificate != null || keyStore != null || trust != null)) {
        errors.add("give an SSL context or files, not both");
      } else if (certificate != null && keyStore != null) {
        errors.add("give a certificate and key or a key store, not both");
      } else if (context == null && clientCertificateRequired && trust == null) {
        errors.add("to require certificates of clients, say whose certificates are trusted");
      }
      TlsMaterial material = new TlsMaterial(now);
      TlsMaterial.Identity identity = identity(material, errors);
      List<X509Certificate> trusted = trusted(material, errors);
      if (!errors.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", errors));
      }
      return new TlsOptions(
          context != null ? context : made(identity, trusted),
          profile,
          clientCertificateRequired,
          hostNameVerified,
          identity == null ? null : identity.chain().get(0),
          identity != null || context != null);
    }

    private TlsMaterial.@Nullable Identity identity(TlsMaterial material, List<String> errors) {
      try {
        if (certificate != null && key != null) {
          return material.pem(certificate, key, keyPassword);
        }
        return keyStore == null ? null : material.keyStore(keyStore, keyStorePassword);
      } catch (IOException e) {
        errors.add(String.valueOf(e.getMessage()));
        return null;
      }
    }

    private @Nullable List<X509Certificate> trusted(TlsMaterial material, List<String> errors) {
      try {
        return trust == null ? null : material.trust(trust, trustPassword);
      } catch (IOException e) {
        errors.add(String.valueOf(e.getMessage()));
        return null;
      }
    }

    /** No trust of our own means the JDK's. */
    private static SSLContext made(
        TlsMaterial.@Nullable Identity identity, @Nullable List<X509Certificate> trusted) {
      try {
        KeyManager @Nullable [] keys = null;
        if (identity != null) {
          KeyManagerFactory factory =
              KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
          factory.init(TlsMaterial.store(identity, List.of()), new char[0]);
          keys = factory.getKeyManagers();
        }
        TrustManager @Nullable [] trusts = null;
        if (trusted != null) {
          TrustManagerFactory factory =
              TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
          KeyStore store = TlsMaterial.store(null, trusted);
          factory.init(store);
          trusts = factory.getTrustManagers();
        }
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys, trusts, null);
        made.getServerSessionContext().setSessionCacheSize(SESSIONS);
        made.getClientSessionContext().setSessionCacheSize(SESSIONS);
        return made;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
      }
    }
  }
}
