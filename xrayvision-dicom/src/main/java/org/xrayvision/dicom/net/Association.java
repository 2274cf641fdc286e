/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.net.AssociationException.Kind;

/**
 * An association that we requested, as user of C-ECHO and C-STORE (PS3.7 §9.1.1, §9.1.5).
 *
 * <p>Safe for threads. One operation at a time: other threads wait for it. {@link #abort()} may be
 * called from any thread at any moment.
 */
public final class Association implements AutoCloseable {
  private final RequestorOptions options;
  private final UpperLayer layer;
  private final ScheduledThreadPoolExecutor timer;
  private final MessageReader reader;
  private final List<AcceptedContext> contexts;
  private final String refusals;
  private final MessageWriter writer;
  private int lastMessageId;

  private Association(
      RequestorOptions options,
      UpperLayer layer,
      ScheduledThreadPoolExecutor timer,
      Pdu.AssociateAccept accept) {
    this.options = options;
    this.layer = layer;
    this.timer = timer;
    this.reader = new MessageReader(layer);
    this.contexts = accepted(options, accept);
    this.refusals = refusals(options, accept);
    this.writer = new MessageWriter(layer, accept.user().maxPduLength());
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
    UpperLayer layer = new UpperLayer(new Socket(), true, limits(options), timer);
    boolean open = false;
    try {
      Association association = new Association(options, layer, timer, negotiate(options, layer));
      association.requireAContext();
      open = true;
      return association;
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
        options.responseTimeout(),
        options.writeTimeout());
  }

  private static Pdu.AssociateAccept negotiate(RequestorOptions options, UpperLayer layer)
      throws AssociationException {
    layer.connect(
        new InetSocketAddress(options.host(), options.port()),
        options.connectTimeout(),
        request(options));
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

  private static Pdu.AssociateRequest request(RequestorOptions options) {
    List<Pdu.Proposal> proposals = new ArrayList<>();
    for (ProposedContext context : options.contexts()) {
      proposals.add(new Pdu.Proposal(2 * proposals.size() + 1, context));
    }
    return new Pdu.AssociateRequest(
        PduEncoder.PROTOCOL_VERSION,
        options.calledAETitle(),
        options.callingAETitle(),
        PduEncoder.APPLICATION_CONTEXT,
        proposals,
        new Pdu.UserInformation(
            options.maxPduLength(),
            UIDs.IMPLEMENTATION_CLASS_UID,
            UIDs.IMPLEMENTATION_VERSION_NAME,
            List.of()));
  }

  /** Only what was proposed counts as accepted, whatever else the peer writes. */
  private static List<AcceptedContext> accepted(
      RequestorOptions options, Pdu.AssociateAccept accept) {
    List<AcceptedContext> accepted = new ArrayList<>();
    for (Pdu.Result result : accept.results()) {
      ProposedContext proposed = proposed(options, result.id());
      if (result.result() == Pdu.Result.ACCEPTANCE
          && proposed != null
          && proposed.transferSyntaxUids().contains(result.transferSyntaxUid())) {
        accepted.add(
            new AcceptedContext(result.id(), proposed.sopClassUid(), result.transferSyntaxUid()));
      }
    }
    return List.copyOf(accepted);
  }

  private static String refusals(RequestorOptions options, Pdu.AssociateAccept accept) {
    List<String> refusals = new ArrayList<>();
    for (Pdu.Result result : accept.results()) {
      ProposedContext proposed = proposed(options, result.id());
      if (result.result() != Pdu.Result.ACCEPTANCE && proposed != null) {
        refusals.add(
            proposed.sopClassUid()
                + " with "
                + String.join(" or ", proposed.transferSyntaxUids())
                + ": "
                + result.inWords());
      }
    }
    return refusals.isEmpty() ? "none refused" : String.join("; ", refusals);
  }

  private static @Nullable ProposedContext proposed(RequestorOptions options, int id) {
    int index = (id - 1) / 2;
    return id % 2 == 1 && index < options.contexts().size() ? options.contexts().get(index) : null;
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
    AcceptedContext context =
        contexts.stream()
            .filter(accepted -> accepted.sopClassUid().equals(SOPClass.Verification))
            .findFirst()
            .orElseThrow(() -> noContext("Verification"));
    CommandSet command = command(CommandSet.C_ECHO_RQ, SOPClass.Verification);
    writer.command(context.id(), command.set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET));
    return response(CommandSet.C_ECHO_RQ);
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
  public synchronized Status store(
      String sopClassUid, String sopInstanceUid, String transferSyntaxUid, InputStream dataSet)
      throws IOException {
    AcceptedContext context =
        context(sopClassUid, transferSyntaxUid)
            .orElseThrow(() -> noContext(sopClassUid + " with " + transferSyntaxUid));
    CommandSet command =
        command(CommandSet.C_STORE_RQ, sopClassUid)
            .set(CommandSet.PRIORITY, 0)
            .set(CommandSet.DATA_SET_TYPE, CommandSet.DATA_SET)
            .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid);
    writer.command(context.id(), command);
    try {
      writer.dataSet(context.id(), dataSet);
    } catch (AssociationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
    return response(CommandSet.C_STORE_RQ);
  }

  /**
   * A-RELEASE; the association is over afterwards. Does nothing if it was over before.
   *
   * @throws IOException if the peer does not agree in time; the association is aborted
   */
  public synchronized void release() throws IOException {
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
    } catch (IOException e) {
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

  private CommandSet command(int field, String sopClassUid) {
    lastMessageId = lastMessageId % 0xFFFF + 1;
    return new CommandSet()
        .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, sopClassUid)
        .set(CommandSet.COMMAND_FIELD, field)
        .set(CommandSet.MESSAGE_ID, lastMessageId);
  }

  private Status response(int field) throws AssociationException {
    MessageReader.Received received = reader.nextCommand(options.responseTimeout(), () -> {});
    if (received == null) {
      if (layer.state() == State.STA8) {
        layer.abort("A-RELEASE-RQ while a response was awaited");
      }
      throw layer.over();
    }
    CommandSet response = received.command();
    int id = response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1);
    int status = response.number(CommandSet.STATUS).orElse(-1);
    int answered = response.number(CommandSet.COMMAND_FIELD).orElse(-1);
    boolean fits = answered == (field | CommandSet.RESPONSE) && id == lastMessageId;
    if (!fits || status < 0 || response.hasDataSet()) {
      throw layer.invalid("a response that is not to our request " + lastMessageId);
    }
    String comment = response.text(CommandSet.ERROR_COMMENT);
    return new Status(status, comment.isEmpty() ? null : comment);
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
