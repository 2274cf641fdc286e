/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.DimseService;
import org.xrayvision.dicom.net.StoreHandler;
import org.xrayvision.server.config.DicomSettings;
import org.xrayvision.server.config.PeerLimits;
import org.xrayvision.server.metrics.DicomMetrics;

/**
 * The DICOM listener with the engine behind it: it offers the SOP classes that the engine takes
 * with the transfer syntaxes that the engine can decode, and what other services are given to it.
 * Safe for threads.
 */
public final class DicomDoor implements AutoCloseable {
  /** The whole server must be down within 5 s of a signal. */
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

  private final DicomSettings settings;
  private final RefusedObjects refused = new RefusedObjects();
  private final StoreHandler handler;
  private final DicomListener listener;

  /**
   * A door that is still shut.
   *
   * @throws IllegalArgumentException naming every setting that cannot be
   */
  public DicomDoor(DicomSettings settings, XRayVision engine, DicomMetrics metrics) {
    this(settings, engine, metrics, List.of());
  }

  /**
   * The same, with more than Storage.
   *
   * @throws IllegalArgumentException naming every setting that cannot be
   */
  public DicomDoor(
      DicomSettings settings,
      XRayVision engine,
      DicomMetrics metrics,
      List<DimseService> services) {
    this.settings = settings;
    this.handler = new IngestDoor(engine, refused, metrics);
    this.listener =
        new DicomListener(
            options(settings, engine),
            handler,
            new AssociationJournal(engine, metrics, Clock.systemUTC()),
            services);
  }

  /**
   * Begins to take associations.
   *
   * @throws IOException if the port cannot be had; the message names it
   */
  public void start() throws IOException {
    listener.start();
  }

  /** The way to the engine, for objects that come over associations that we asked for. */
  public StoreHandler handler() {
    return handler;
  }

  /** What was refused for good. */
  public RefusedObjects refused() {
    return refused;
  }

  /** The port that is listened on, once started. */
  public int port() {
    return listener.port();
  }

  /**
   * Where senders find us, as {@code AETITLE@host:port}; 0.0.0.0 stands for every address. Empty if
   * we are there for TLS alone.
   */
  public Optional<String> address() {
    return settings.port() < 0 ? Optional.empty() : Optional.of(address(port()));
  }

  /** Where senders find us with TLS, in the same form. */
  public Optional<String> tlsAddress() {
    return settings.tls().acceptor() == null
        ? Optional.empty()
        : Optional.of(address(listener.tlsPort()));
  }

  private String address(int port) {
    InetAddress address = settings.address();
    String host = address == null ? "0.0.0.0" : address.getHostAddress();
    return settings.aeTitle() + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Takes no more, lets what is arriving finish for two seconds, and ends. */
  @Override
  public void close() {
    listener.close();
  }

  private static AcceptorOptions options(DicomSettings settings, XRayVision engine) {
    PeerLimits limits = settings.limits();
    return AcceptorOptions.builder()
        .aeTitle(settings.aeTitle())
        .bindAddress(settings.address())
        .port(settings.port())
        .tls(settings.tls().port(), settings.tls().acceptor())
        .maxPduLength(settings.maxPduLength())
        .maxAssociations(settings.maxAssociations())
        .maxAssociationsPerAddress(limits.maxAssociations())
        .callers(limits.callers())
        .associationTimeout(limits.associationTimeout())
        .minBytesPerSecond(limits.minBytesPerSecond())
        .artimTimeout(settings.artimTimeout())
        .idleTimeout(settings.idleTimeout())
        .messageTimeout(settings.messageTimeout())
        .closeGrace(CLOSE_GRACE)
        .checkCalledAETitle(settings.checkCalledAETitle())
        .callingAETitles(settings.callingAETitles())
        .storageSopClassUids(engine.sopClasses())
        // The decoders' own order of preference: lossy last, whatever its UID sorts like.
        .transferSyntaxUids(List.copyOf(engine.transferSyntaxes()))
        .build();
  }
}
