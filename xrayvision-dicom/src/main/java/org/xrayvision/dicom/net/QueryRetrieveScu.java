/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;

/**
 * C-FIND, C-MOVE and C-GET as their SCU (PS3.4 §C.4). Used by one thread at a time. What a listener
 * throws leaves half a conversation behind: the caller aborts then.
 */
final class QueryRetrieveScu {
  private static final int MAX_FAILED_UIDS = 10_000;

  private final Channel channel;

  QueryRetrieveScu(Channel channel) {
    this.channel = channel;
  }

  FindResult find(
      AcceptedContext context,
      int messageId,
      DataSet identifier,
      int maxMatches,
      FindListener listener)
      throws IOException {
    Inquiry inquiry =
        new Inquiry(
            channel,
            context,
            "C-FIND",
            CommandSet.C_FIND_RQ,
            messageId,
            channel.options().responseTimeout());
    inquiry.send(new CommandSet(), identifier);
    return new Finding(inquiry, maxMatches, listener).run();
  }

  RetrieveResult move(
      AcceptedContext context,
      int messageId,
      DataSet identifier,
      String destinationAETitle,
      RetrieveListener listener)
      throws IOException {
    Inquiry inquiry = retrieval(context, "C-MOVE", CommandSet.C_MOVE_RQ, messageId);
    inquiry.send(
        new CommandSet().setText(CommandSet.MOVE_DESTINATION, destinationAETitle), identifier);
    return new Retrieval(inquiry, listener, null).run();
  }

  RetrieveResult get(
      AcceptedContext context,
      int messageId,
      DataSet identifier,
      StoreHandler handler,
      RetrieveListener listener)
      throws IOException {
    Inquiry inquiry = retrieval(context, "C-GET", CommandSet.C_GET_RQ, messageId);
    inquiry.send(new CommandSet(), identifier);
    return new Retrieval(inquiry, listener, new Incoming(inquiry, handler)).run();
  }

  private Inquiry retrieval(AcceptedContext context, String name, int field, int messageId) {
    return new Inquiry(
        channel, context, name, field, messageId, channel.options().retrieveResponseTimeout());
  }

  /** Whether a PACS may store by this context. */
  static boolean isStorage(String sopClassUid) {
    return !sopClassUid.equals(SOPClass.Verification) && !QueryRoot.isQueryRetrieve(sopClassUid);
  }

  private static final class Finding {
    private final Inquiry inquiry;
    private final int maxMatches;
    private final FindListener listener;
    private int matches;
    private int unreadable;
    private boolean unsupported;
    private boolean limitReached;

    Finding(Inquiry inquiry, int maxMatches, FindListener listener) {
      this.inquiry = inquiry;
      this.maxMatches = maxMatches;
      this.listener = listener;
    }

    FindResult run() throws AssociationException {
      while (true) {
        MessageReader.Received received = inquiry.next();
        Status status = inquiry.status(received);
        DataSet match = inquiry.dataSet(received, Identifiers.MATCH);
        if (!status.isPending()) {
          return new FindResult(
              status, matches, unreadable, unsupported, limitReached, inquiry.cancelled());
        }
        unsupported |= status.code() == Status.PENDING_WARNING.code();
        if (!inquiry.cancelled()) {
          matched(match);
        }
      }
    }

    private void matched(@Nullable DataSet match) throws AssociationException {
      if (matches + unreadable == maxMatches) {
        limitReached = true;
        inquiry.cancel();
      } else if (match == null) {
        unreadable++;
      } else {
        matches++;
        if (!listener.onMatch(match)) {
          inquiry.cancel();
        }
      }
    }
  }

  private static final class Retrieval {
    private final Inquiry inquiry;
    private final RetrieveListener listener;
    private final @Nullable Incoming incoming;

    Retrieval(Inquiry inquiry, RetrieveListener listener, @Nullable Incoming incoming) {
      this.inquiry = inquiry;
      this.listener = listener;
      this.incoming = incoming;
    }

    RetrieveResult run() throws AssociationException {
      while (true) {
        MessageReader.Received received = inquiry.next();
        if (incoming != null && incoming.isStore(received)) {
          incoming.take(received);
          continue;
        }
        Status status = inquiry.status(received);
        DataSet failed = inquiry.dataSet(received, Identifiers.LIST);
        if (!status.isPending()) {
          return result(status, failed);
        }
        if (!listener.onProgress(inquiry.progress())) {
          inquiry.cancel();
        }
      }
    }

    private RetrieveResult result(Status status, @Nullable DataSet failed) {
      List<String> uids = failed == null ? List.of() : failed.strings(Tag.FailedSOPInstanceUIDList);
      return new RetrieveResult(
          status,
          inquiry.progress(),
          uids.stream().filter(UIDs::isValid).limit(MAX_FAILED_UIDS).toList(),
          inquiry.cancelled(),
          incoming == null ? 0 : incoming.received,
          incoming == null ? 0 : incoming.refused,
          incoming == null ? null : incoming.failure);
    }
  }

  /** The C-STORE-RQs that come between the responses of a C-GET (PS3.4 §C.4.3.2). */
  private final class Incoming implements AssociationListener {
    private final Inquiry inquiry;
    private final StoreScp scp;
    private final Map<Integer, AcceptedContext> contexts = new HashMap<>();
    private int received;
    private int refused;
    private @Nullable Throwable failure;

    Incoming(Inquiry inquiry, StoreHandler handler) {
      this.inquiry = inquiry;
      RequestorOptions options = channel.options();
      Peer peer =
          new Peer(
              options.calledAETitle(),
              options.callingAETitle(),
              Objects.requireNonNullElseGet(
                  channel.layer().remote(),
                  () -> InetSocketAddress.createUnresolved(options.host(), options.port())));
      this.scp =
          new StoreScp(
              peer,
              QueryRetrieveScu::isStorage,
              channel.layer(),
              channel.reader(),
              handler,
              new Events(this));
      channel.contexts().forEach(context -> contexts.put(context.id(), context));
    }

    boolean isStore(MessageReader.Received message) {
      return message.command().number(CommandSet.COMMAND_FIELD).orElse(-1) == CommandSet.C_STORE_RQ;
    }

    void take(MessageReader.Received message) throws AssociationException {
      CommandSet command = message.command();
      AcceptedContext context = contexts.get(message.contextId());
      int messageId = command.number(CommandSet.MESSAGE_ID).orElse(-1);
      if (context == null || messageId < 0) {
        throw inquiry.failed(
            channel.layer().invalid("a C-STORE-RQ without Message ID or accepted context"));
      }
      received++;
      try {
        Status status = scp.take(context, command, messageId);
        refused += status.isFailure() ? 1 : 0;
        channel
            .writer()
            .command(context.id(), Responses.to(command, CommandSet.C_STORE_RQ, messageId, status));
      } catch (AssociationException e) {
        throw inquiry.failed(e);
      }
    }

    @Override
    public void handlerFailed(Peer peer, Status answered, Throwable cause) {
      failure = failure == null ? cause : failure;
    }
  }
}
