package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * An association that we requested, as user of C-ECHO and C-STORE (PS3.7 §9.1.1, §9.1.5).
 *
 * <p>One operation at a time: other threads wait for it. {@link #abort()} may be called from any
 * thread at any moment.
 */
public final class Association implements AutoCloseable {

  private Association() {}

  /**
   * Connects and negotiates.
   *
   * @throws AssociationException if there is no connection, the peer rejects the association, or it
   *     accepts none of the presentation contexts (the message says why for each)
   */
  public static Association open(RequestorOptions options) throws IOException {
    return new Association();
  }

  /** What the peer accepted; at least one. */
  public List<AcceptedContext> contexts() {
    return List.of();
  }

  /** The accepted context for this SOP class and transfer syntax. */
  public Optional<AcceptedContext> context(String sopClassUid, String transferSyntaxUid) {
    return Optional.empty();
  }

  /**
   * C-ECHO.
   *
   * @throws AssociationException if Verification was not accepted, or the association is over
   */
  public Status echo() throws IOException {
    return Status.PROCESSING_FAILURE;
  }

  /**
   * C-STORE. The data set is sent as it is, to the end of the stream; the stream is not closed.
   *
   * @throws AssociationException if no context fits (the association lives), or the association is
   *     over
   * @throws IOException if the stream cannot be read; the association is aborted, as the peer has
   *     half a data set
   */
  public Status store(
      String sopClassUid, String sopInstanceUid, String transferSyntaxUid, InputStream dataSet)
      throws IOException {
    return Status.PROCESSING_FAILURE;
  }

  /**
   * A-RELEASE; the association is over afterwards. Does nothing if it was over before.
   *
   * @throws IOException if the peer does not agree in time; the association is aborted
   */
  public void release() throws IOException {}

  /** A-ABORT; the association is over afterwards. Does nothing if it was over before. */
  public void abort() {}

  /** Releases the association if it stands, aborts it if that fails. */
  @Override
  public void close() {}
}
