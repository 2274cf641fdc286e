/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.TransferSyntax;

/** How a {@link DicomListener} behaves. Immutable; made by {@link #builder()}. */
public final class AcceptorOptions {
  private final Builder values;
  private final List<String> transferSyntaxUids;
  private final Set<String> storageSopClassUids;
  private final Set<String> callingAETitles;
  private final Map<String, CallerOptions> callers;

  private AcceptorOptions(Builder builder) {
    this.values = builder.copy();
    this.transferSyntaxUids = List.copyOf(builder.transferSyntaxUids);
    this.storageSopClassUids = Set.copyOf(builder.storageSopClassUids);
    this.callingAETitles = Set.copyOf(builder.callingAETitles);
    this.callers = Map.copyOf(builder.callers);
  }

  /** Everything at its default; what has no default is said at {@link Builder#build()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Our AE title. */
  public String aeTitle() {
    return values.aeTitle;
  }

  /** Where to listen. */
  InetSocketAddress bindAddress(int port) {
    InetAddress address = values.bindAddress;
    return address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
  }

  /** The port asked for; 0 means any free port, -1 none. */
  public int port() {
    return values.port;
  }

  /** The port asked for with TLS, if there is {@link #tls()}; 0 means any free port. */
  public int tlsPort() {
    return values.tlsPort;
  }

  /** TLS for {@link #tlsPort()}; null for none. */
  public @Nullable TlsOptions tls() {
    return values.tls;
  }

  /** The longest P-DATA-TF PDU that we take, in bytes; 0 means unlimited. */
  public int maxPduLength() {
    return values.maxPduLength;
  }

  /** How many associations may stand at the same time. */
  public int maxAssociations() {
    return values.maxAssociations;
  }

  /** How many associations one address may have at the same time; 0 for as many as there are. */
  public int maxAssociationsPerAddress() {
    return values.maxAssociationsPerAddress;
  }

  /**
   * What is known of calling AE titles; others are held to nothing but {@link #callingAETitles}.
   */
  public Map<String, CallerOptions> callers() {
    return callers;
  }

  /** How long an association may stand, whatever it does; zero for any time. */
  public Duration associationTimeout() {
    return values.associationTimeout;
  }

  /** What a peer must send within a message, on the average of {@link #rateWindow}; 0 for none. */
  public int minBytesPerSecond() {
    return values.minBytesPerSecond;
  }

  /** The time of waiting for a peer after which its rate is looked at, again and again. */
  public Duration rateWindow() {
    return values.rateWindow;
  }

  /** How long a peer may take to send its A-ASSOCIATE-RQ, or to close after its end. */
  public Duration artimTimeout() {
    return values.artimTimeout;
  }

  /** How long an association may stand without a request. */
  public Duration idleTimeout() {
    return values.idleTimeout;
  }

  /** How long one message (command and data set) may take to arrive, in all. */
  public Duration messageTimeout() {
    return values.messageTimeout;
  }

  /** How long a peer may take to read what we send. */
  public Duration writeTimeout() {
    return values.writeTimeout;
  }

  /** How long {@link DicomListener#close()} waits for messages under way. */
  public Duration closeGrace() {
    return values.closeGrace;
  }

  /** Whether a peer must call us by our AE title. */
  public boolean checkCalledAETitle() {
    return values.checkCalledAETitle;
  }

  /** Who may call; empty means anybody. */
  public Set<String> callingAETitles() {
    return callingAETitles;
  }

  /** The storage SOP classes offered; Verification comes by itself. */
  public Set<String> storageSopClassUids() {
    return storageSopClassUids;
  }

  /** The transfer syntaxes taken, the one we like best first. */
  public List<String> transferSyntaxUids() {
    return transferSyntaxUids;
  }

  /** Collects the values. Not safe for threads. */
  public static final class Builder {
    private String aeTitle = "XRAYVISION";
    private @Nullable InetAddress bindAddress;
    private int port = 4010;
    private int tlsPort;
    private @Nullable TlsOptions tls;
    private int maxAssociationsPerAddress;
    private Map<String, CallerOptions> callers = Map.of();
    private Duration associationTimeout = Duration.ZERO;
    private int minBytesPerSecond = 1000;
    private Duration rateWindow = Duration.ofSeconds(30);
    private int maxPduLength = 256 * 1024;
    private int maxAssociations = 32;
    private Duration artimTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration messageTimeout = Duration.ofMinutes(10);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Duration closeGrace = Duration.ofSeconds(3);
    private boolean checkCalledAETitle;
    private List<String> callingAETitles = List.of();
    private Set<String> storageSopClassUids = Set.of();
    private List<String> transferSyntaxUids =
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.aeTitle = aeTitle.strip();
      copy.bindAddress = bindAddress;
      copy.port = port;
      copy.tlsPort = tlsPort;
      copy.tls = tls;
      copy.maxAssociationsPerAddress = maxAssociationsPerAddress;
      copy.associationTimeout = associationTimeout;
      copy.minBytesPerSecond = minBytesPerSecond;
      copy.rateWindow = rateWindow;
      copy.maxPduLength = maxPduLength;
      copy.maxAssociations = maxAssociations;
      copy.artimTimeout = artimTimeout;
      copy.idleTimeout = idleTimeout;
      copy.messageTimeout = messageTimeout;
      copy.writeTimeout = writeTimeout;
      copy.closeGrace = closeGrace;
      copy.checkCalledAETitle = checkCalledAETitle;
      return copy;
    }

    /** Our AE title; XRAYVISION by default. */
    public Builder aeTitle(String value) {
      aeTitle = value;
      return this;
    }

    /** The local address to listen on; all of them by default (null). */
    public Builder bindAddress(@Nullable InetAddress value) {
      bindAddress = value;
      return this;
    }

    /** 0 (any free port) to 65535, or -1 for TLS alone; 4010 by default. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Listens with TLS as well, on 0 (any free port) to 65535; not so by default (null). */
    public Builder tls(int atPort, @Nullable TlsOptions value) {
      tlsPort = atPort;
      tls = value;
      return this;
    }

    /** 1 to 10000, or 0 for as many as there are, which is the default. */
    public Builder maxAssociationsPerAddress(int value) {
      maxAssociationsPerAddress = value;
      return this;
    }

    /**
     * By calling AE title; none by default. They may call, if {@link #callingAETitles} lets them.
     */
    public Builder callers(Map<String, CallerOptions> values) {
      callers = Map.copyOf(values);
      return this;
    }

    /** Zero (any time) by default. */
    public Builder associationTimeout(Duration value) {
      associationTimeout = value;
      return this;
    }

    /** 0 (no floor) to 1000000; 1000 by default. */
    public Builder minBytesPerSecond(int value) {
      minBytesPerSecond = value;
      return this;
    }

    /** 30 seconds by default. */
    public Builder rateWindow(Duration value) {
      rateWindow = value;
      return this;
    }

    /** 4096 to 16777216 bytes, or 0 for unlimited; 262144 by default. */
    public Builder maxPduLength(int value) {
      maxPduLength = value;
      return this;
    }

    /** 1 to 10000; 32 by default. */
    public Builder maxAssociations(int value) {
      maxAssociations = value;
      return this;
    }

    /** 10 seconds by default. */
    public Builder artimTimeout(Duration value) {
      artimTimeout = value;
      return this;
    }

    /** One minute by default. */
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /** Ten minutes by default. */
    public Builder messageTimeout(Duration value) {
      messageTimeout = value;
      return this;
    }

    /** 30 seconds by default. */
    public Builder writeTimeout(Duration value) {
      writeTimeout = value;
      return this;
    }

    /** Three seconds by default. */
    public Builder closeGrace(Duration value) {
      closeGrace = value;
      return this;
    }

    /** Off by default. */
    public Builder checkCalledAETitle(boolean value) {
      checkCalledAETitle = value;
      return this;
    }

    /** Who may call; anybody by default (empty). */
    public Builder callingAETitles(Collection<String> values) {
      callingAETitles = List.copyOf(values);
      return this;
    }

    /** At least one; there is no default. */
    public Builder storageSopClassUids(Collection<String> values) {
      storageSopClassUids = new LinkedHashSet<>(values);
      return this;
    }

    /** In order of our preference; Explicit and Implicit VR Little Endian by default. */
    public Builder transferSyntaxUids(List<String> values) {
      transferSyntaxUids = List.copyOf(values);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public AcceptorOptions build() {
      OptionErrors errors = new OptionErrors();
      errors.aeTitle("aeTitle", aeTitle);
      checkPorts(errors);
      errors.number("maxAssociationsPerAddress", maxAssociationsPerAddress, 0, 10_000);
      errors.number("minBytesPerSecond", minBytesPerSecond, 0, 1_000_000);
      errors.timeout("rateWindow", rateWindow);
      if (!associationTimeout.isZero()) {
        errors.timeout("associationTimeout", associationTimeout);
      }
      errors.maxPduLength(maxPduLength);
      errors.number("maxAssociations", maxAssociations, 1, 10_000);
      errors.timeout("artimTimeout", artimTimeout);
      errors.timeout("idleTimeout", idleTimeout);
      errors.timeout("messageTimeout", messageTimeout);
      errors.timeout("writeTimeout", writeTimeout);
      errors.timeout("closeGrace", closeGrace);
      callingAETitles.forEach(title -> errors.aeTitle("callingAETitles", title));
      callers.keySet().forEach(title -> errors.aeTitle("callers", title));
      checkContexts(errors);
      errors.throwIfAny("acceptor options");
      return new AcceptorOptions(this);
    }

    private void checkPorts(OptionErrors errors) {
      errors.port(port, -1);
      errors.port(tlsPort, 0);
      if (port < 0 && tls == null) {
        errors.add("port -1 needs tls: nobody could call");
      }
      if (tls != null && !tls.isIdentified()) {
        errors.add("tls must have a certificate and a key");
      }
    }

    private void checkContexts(OptionErrors errors) {
      if (storageSopClassUids.isEmpty()) {
        errors.add("storageSopClassUids must name at least one SOP class");
      }
      storageSopClassUids.forEach(uid -> errors.uid("storageSopClassUids", uid));
      if (transferSyntaxUids.isEmpty()) {
        errors.add("transferSyntaxUids must name at least one transfer syntax");
      }
      transferSyntaxUids.forEach(uid -> errors.uid("transferSyntaxUids", uid));
    }
  }
}
