package org.xrayvision.dicom.net;

import java.io.IOException;

/**
 * A DICOM node that answers C-ECHO and C-STORE: one thread takes connections, one thread serves
 * each association. Safe for threads.
 */
public final class DicomListener implements AutoCloseable {

  /** A listener that does not listen yet. */
  public DicomListener(
      AcceptorOptions options, StoreHandler handler, AssociationListener listener) {}

  /**
   * Binds the port and begins to take connections.
   *
   * @throws IOException if the port cannot be bound; it names address and port
   * @throws IllegalStateException if it was started before
   */
  public void start() throws IOException {}

  /**
   * The port that is listened on.
   *
   * @throws IllegalStateException before {@link #start()}
   */
  public int port() {
    return 0;
  }

  /** How many associations stand now. */
  public int activeAssociations() {
    return 0;
  }

  /**
   * Takes no more connections, aborts the associations that are idle, waits {@link
   * AcceptorOptions#closeGrace()} for messages under way and aborts what is left. When it returns
   * no thread and no socket of this listener is left, unless a {@link StoreHandler} does not
   * return. Calling it again does nothing.
   */
  @Override
  public void close() {}
}
