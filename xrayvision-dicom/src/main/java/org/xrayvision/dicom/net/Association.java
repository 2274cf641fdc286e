/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.AssociationException.Kind;

/**
 * An association that we requested, as user of C-ECHO, C-STORE, C-FIND, C-MOVE and C-GET (PS3.7
 * §9.1), and as provider that reports an event (§10.1.1).
 *
 * <p>Safe for threads. One operation at a time: other threads wait for it. {@link #abort()} may be
 * called from any thread at any moment.
 */
public final class Association implements AutoCloseable {
  private final RequestorOptions options;
  private final UpperLayer layer;
  private final ScheduledThreadPoolExecutor timer;
  private final List<AcceptedContext> contexts;
  private final String refusals;
  private final List<RoleSelection> roles;
  private final SingleResponseScu singleResponse;
  private final QueryRetrieveScu queryRetrieve;
  private int lastMessageId;
  private boolean inOperation;

  private Association(
      RequestorOptions options,
      UpperLayer layer,
      ScheduledThreadPoolExecutor timer,
      Pdu.AssociateAccept accept) {
    this.options = options;
    this.layer = layer;
    this.timer = timer;
    this.contexts = Proposals.accepted(options, accept);
    this.refusals = Proposals.refusals(options, accept);
    this.roles = accept.user().roles();
    Channel channel =
        new Channel(
            options,
            layer,
            new MessageReader(layer),
            new MessageWriter(layer, accept.user().maxPduLength()),
            contexts);
    this.singleResponse = new SingleResponseScu(channel);
    this.queryRetrieve = new QueryRetrieveScu(channel);
  }

  /**
   * Connects and negotiates.
   *
   * @throws AssociationException if there is no connection, the peer rejects the association, or it
   *     accepts none of the presentation contexts (the message says why for each)
   */
  public static Association open(RequestorOptions options) throws IOException {
    String peer = options.calledAETitle() + "@" + options.host() + ":" + options.port();
    ScheduledThreadPoolExecutor timer = Timers.newTimer("dicom-scu-timer " + peer);
    UpperLayer layer = new UpperLayer(new Socket(), true, limits(options), options.tls(), timer);
    boolean open = false;
    try {
      Association association = new Association(options, layer, timer, negotiate(options, layer));
      association.requireAContext();
      open = true;
      return association;
    } catch (AssociationException e) {
      if (options.tls() == null || e.kind() != Kind.CLOSED) {
        throw e;
      }
      // With TLS 1.3 who refuses our certificate says so only after our handshake is over.
      throw new AssociationException(
          Kind.CLOSED, e.getMessage() + "; over TLS: does the peer trust our certificate?", e);
    } finally {
      if (!open) {
        end(layer, timer);
      }
    }
  }

  private static Limits limits(RequestorOptions options) {
    return new Limits(
        options.maxPduLength(),
        options.artimTimeout(),
        options.responseTimeout(),
        options.messageTimeout(),
        options.writeTimeout());
  }

  private static Pdu.AssociateAccept negotiate(RequestorOptions options, UpperLayer layer)
      throws AssociationException {
    layer.connect(
        new InetSocketAddress(options.host(), options.port()),
        options.connectTimeout(),
        Proposals.request(options));
    Action action = layer.next(SocketInput.deadlineIn(options.responseTimeout()));
    if (action != Action.AE_3) {
      throw layer.over();
    }
    Pdu.AssociateAccept accept = (Pdu.AssociateAccept) layer.takeReceived();
    long max = accept.user().maxPduLength();
    if (max != 0 && max < Negotiator.LEAST_PDU_LENGTH) {
      layer.abort("the peer takes PDUs of no more than " + max + " bytes");
      throw layer.over();
    }
    return accept;
  }

  private void requireAContext() throws IOException {
    if (contexts.isEmpty()) {
      release();
      throw new AssociationException(
          Kind.NO_CONTEXT,
          options.calledAETitle() + " accepted no presentation context (" + refusals + ")");
    }
  }

  /** What the peer accepted; at least one. */
  public List<AcceptedContext> contexts() {
    return contexts;
  }

  /** The accepted context for this SOP class and transfer syntax. */
  public Optional<AcceptedContext> context(String sopClassUid, String transferSyntaxUid) {
    return contexts.stream()
        .filter(context -> context.sopClassUid().equals(sopClassUid))
        .filter(context -> context.transferSyntaxUid().equals(transferSyntaxUid))
        .findFirst();
  }

  /**
   * C-ECHO.
   *
   * @throws AssociationException if Verification was not accepted, or the association is over
   */
  public synchronized Status echo() throws IOException {
    AcceptedContext context = contextOf(SOPClass.Verification);
    requireIdle();
    return singleResponse.echo(context, nextMessageId());
  }

  /**
   * C-STORE. The data set is sent as it is, to the end of the stream; the stream is not closed.
   *
   * @param sopInstanceUid sent as it is; its form is not checked here
   * @throws AssociationException if no context fits (the association lives), or the association is
   *     over
   * @throws IOException if the stream cannot be read; the association is aborted, as the peer has
   *     half a data set
   */
  public Status store(
      String sopClassUid, String sopInstanceUid, String transferSyntaxUid, InputStream dataSet)
      throws IOException {
    return store(sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet, null);
  }

  /** As the other, as a sub-operation of somebody's C-MOVE. */
  public synchronized Status store(
      String sopClassUid,
      String sopInstanceUid,
      String transferSyntaxUid,
      InputStream dataSet,
      @Nullable MoveOriginator originator)
      throws IOException {
    AcceptedContext context =
        context(sopClassUid, transferSyntaxUid)
            .orElseThrow(() -> noContext(sopClassUid + " with " + transferSyntaxUid));
    requireIdle();
    try {
      return singleResponse.store(context, nextMessageId(), sopInstanceUid, dataSet, originator);
    } catch (AssociationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  /**
   * N-EVENT-REPORT (PS3.7 §10.1.1), as SCP of the SOP class: {@link RequestorOptions#roles} must
   * have asked for that role; some peers grant it without saying so, and are believed.
   *
   * @param information encoded in the transfer syntax of the context
   * @throws AssociationException if the SOP class was not accepted with us as SCP (the association
   *     lives), or the association is over
   * @throws IOException if the information cannot be encoded
   */
  public synchronized Status eventReport(
      String sopClassUid, String sopInstanceUid, int eventTypeId, DataSet information)
      throws IOException {
    AcceptedContext context = contextOf(sopClassUid);
    if (roles.stream().anyMatch(role -> role.sopClassUid().equals(sopClassUid) && !role.scp())) {
      throw noContext(sopClassUid + " with us as SCP");
    }
    requireIdle();
    return singleResponse.eventReport(
        context, nextMessageId(), sopInstanceUid, eventTypeId, information);
  }

  /**
   * C-FIND (PS3.4 §C.4.1). Every response is read; each match goes to the listener as it comes.
   *
   * @param identifier with (0008,0052); {@link QueryLevel#identifier} begins one
   * @param maxMatches how many matches are taken, at least 1; beyond it the query is cancelled
   * @throws IllegalArgumentException if the identifier has no level, or there is no limit
   * @throws AssociationException if the SOP class was not accepted (the association lives), the
   *     peer is silent or answers on after a cancel, or the association is over; the message says
   *     what was going on
   * @throws IOException if the identifier cannot be encoded; the association is aborted
   */
  public synchronized FindResult find(
      QueryRoot root, DataSet identifier, int maxMatches, FindListener listener)
      throws IOException {
    if (maxMatches < 1) {
      throw new IllegalArgumentException("maxMatches " + maxMatches + " must be at least 1");
    }
    AcceptedContext context = context(root.findSopClassUid(), "C-FIND", identifier);
    return operation(
        () -> queryRetrieve.find(context, nextMessageId(), identifier, maxMatches, listener));
  }

  /**
   * C-MOVE: the peer sends what the identifier names to another AE, perhaps our own listener, by
   * associations of its own (PS3.4 §C.4.2).
   *
   * @param identifier with (0008,0052) and the unique keys, nothing else
   * @param destinationAETitle an AE title whose address the peer knows
   * @throws IllegalArgumentException if the identifier has no level, or the AE title is none
   * @throws AssociationException as {@link #find}
   * @throws IOException if the identifier cannot be encoded; the association is aborted
   */
  public synchronized RetrieveResult move(
      QueryRoot root, DataSet identifier, String destinationAETitle, RetrieveListener listener)
      throws IOException {
    OptionErrors errors = new OptionErrors();
    errors.aeTitle("destinationAETitle", destinationAETitle);
    errors.throwIfAny("C-MOVE");
    AcceptedContext context = context(root.moveSopClassUid(), "C-MOVE", identifier);
    return operation(
        () ->
            queryRetrieve.move(
                context, nextMessageId(), identifier, destinationAETitle.strip(), listener));
  }

  /**
   * C-GET: the peer sends what the identifier names by this association, in the presentation
   * contexts that it accepted with us as SCP (PS3.4 §C.4.3). {@link RequestorOptions#roles} must
   * have asked for that role; some peers grant it without saying so, and are believed.
   *
   * @param identifier with (0008,0052) and the unique keys, nothing else
   * @param handler takes each object, on this thread; the peer of its request has the called AE
   *     title as the one who sends. What it throws is answered as a {@link DicomListener} does
   * @throws IllegalArgumentException if the identifier has no level
   * @throws AssociationException as {@link #find}, and if no storage context was accepted
   * @throws IOException if the identifier cannot be encoded; the association is aborted
   */
  public synchronized RetrieveResult get(
      QueryRoot root, DataSet identifier, StoreHandler handler, RetrieveListener listener)
      throws IOException {
    AcceptedContext context = context(root.getSopClassUid(), "C-GET", identifier);
    if (contexts.stream().noneMatch(one -> QueryRetrieveScu.isStorage(one.sopClassUid()))) {
      throw noContext("any storage SOP class, without which C-GET can bring nothing");
    }
    return operation(
        () -> queryRetrieve.get(context, nextMessageId(), identifier, handler, listener));
  }

  /** The roles that the peer agreed to; a SOP class that is not named has the default ones. */
  public List<RoleSelection> roles() {
    return roles;
  }

  /**
   * A-RELEASE; the association is over afterwards. Does nothing if it was over before.
   *
   * @throws IOException if the peer does not agree in time; the association is aborted
   */
  public synchronized void release() throws IOException {
    requireIdle();
    if (layer.state() != State.STA6) {
      end(layer, timer);
      return;
    }
    try {
      layer.requestRelease();
      if (!awaitRelease() && layer.ending() != null) {
        throw layer.over();
      }
    } finally {
      end(layer, timer);
    }
  }

  /** A-ABORT; the association is over afterwards. Does nothing if it was over before. */
  public void abort() {
    layer.abort("the application gave it up");
    end(layer, timer);
  }

  /** Releases the association if it stands, aborts it if that fails. */
  @Override
  public void close() {
    try {
      release();
    } catch (IOException | IllegalStateException e) {
      abort();
    }
  }

  /** Sta7 and, if both sides ask at the same time, Sta9 and Sta11 (PS3.8 §7.2.2.7). */
  private boolean awaitRelease() {
    long deadline = SocketInput.deadlineIn(options.responseTimeout());
    while (true) {
      switch (layer.next(deadline)) {
        case AR_3 -> {
          return true;
        }
        case AR_8 -> layer.respondRelease();
        case AR_6 -> {} // data that nobody waits for any more
        default -> {
          layer.linger();
          return false;
        }
      }
    }
  }

  /** An operation of Query/Retrieve. */
  private interface Operation<T> {
    T run() throws IOException;
  }

  /** What a listener throws would leave half a conversation behind. */
  private <T> T operation(Operation<T> operation) throws IOException {
    requireIdle();
    inOperation = true;
    boolean complete = false;
    try {
      T result = operation.run();
      complete = true;
      return result;
    } finally {
      inOperation = false;
      if (!complete) {
        abort();
      }
    }
  }

  /** The lock does not keep a listener from using the association within its own operation. */
  private void requireIdle() {
    if (inOperation) {
      throw new IllegalStateException("a listener must not use the association that calls it");
    }
  }

  private AcceptedContext context(String sopClassUid, String operation, DataSet identifier)
      throws AssociationException {
    if (identifier.string(Tag.QueryRetrieveLevel).isEmpty()) {
      throw new IllegalArgumentException(operation + " needs a QueryRetrieveLevel (0008,0052)");
    }
    return contextOf(sopClassUid);
  }

  private AcceptedContext contextOf(String sopClassUid) throws AssociationException {
    return contexts.stream()
        .filter(context -> context.sopClassUid().equals(sopClassUid))
        .findFirst()
        .orElseThrow(() -> noContext(SOPClass.nameOf(sopClassUid).orElse(sopClassUid)));
  }

  private int nextMessageId() {
    lastMessageId = lastMessageId % 0xFFFF + 1;
    return lastMessageId;
  }

  private AssociationException noContext(String what) {
    return new AssociationException(
        Kind.NO_CONTEXT,
        options.calledAETitle()
            + " accepted no presentation context for "
            + what
            + " ("
            + refusals
            + ")");
  }

  private static void end(UpperLayer layer, ScheduledThreadPoolExecutor timer) {
    layer.closeSocket();
    timer.shutdownNow();
  }
}
