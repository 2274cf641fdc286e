/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.data.TransferSyntax;

/** How an {@link Association} is requested. Immutable; made by {@link #builder()}. */
public final class RequestorOptions {
  private static final int MAX_CONTEXTS = 128;
  private static final List<String> UNCOMPRESSED =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  private final Builder values;

  private RequestorOptions(Builder builder) {
    this.values = builder.copy();
  }

  /** Everything at its default; called AE title, host, port and contexts have none. */
  public static Builder builder() {
    return new Builder();
  }

  /** Our AE title. */
  public String callingAETitle() {
    return values.callingAETitle;
  }

  /** The peer's AE title. */
  public String calledAETitle() {
    return values.calledAETitle;
  }

  /** The peer's host name or address. */
  public String host() {
    return values.host;
  }

  /** The peer's port. */
  public int port() {
    return values.port;
  }

  /** How long the transport connection may take. */
  public Duration connectTimeout() {
    return values.connectTimeout;
  }

  /** How long the peer may take for each answer. */
  public Duration responseTimeout() {
    return values.responseTimeout;
  }

  /** How long the peer may take to read one PDU. */
  public Duration writeTimeout() {
    return values.writeTimeout;
  }

  /** How long the peer may take to close the connection at the end. */
  public Duration artimTimeout() {
    return values.artimTimeout;
  }

  /** The longest P-DATA-TF PDU that we take, in bytes; 0 means unlimited. */
  public int maxPduLength() {
    return values.maxPduLength;
  }

  /** What is proposed, in this order, as Presentation Context IDs 1, 3, 5... */
  public List<ProposedContext> contexts() {
    return values.contexts;
  }

  /** The roles that are proposed. */
  public List<RoleSelection> roles() {
    return values.roles;
  }

  /** How long one message (command and data set) of the peer may take to arrive, in all. */
  public Duration messageTimeout() {
    return values.messageTimeout;
  }

  /** How long the peer may say nothing during a C-MOVE or C-GET. */
  public Duration retrieveResponseTimeout() {
    return values.retrieveResponseTimeout;
  }

  /** How long one C-FIND, C-MOVE or C-GET may take, in all. */
  public Duration operationTimeout() {
    return values.operationTimeout;
  }

  /** Collects the values. Not safe for threads. */
  public static final class Builder {
    private String callingAETitle = "XRAYVISION";
    private String calledAETitle = "";
    private String host = "";
    private int port = -1;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration responseTimeout = Duration.ofSeconds(60);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Duration artimTimeout = Duration.ofSeconds(5);
    private Duration messageTimeout = Duration.ofMinutes(10);
    private Duration retrieveResponseTimeout = Duration.ofMinutes(5);
    private Duration operationTimeout = Duration.ofHours(1);
    private int maxPduLength = 256 * 1024;
    private List<ProposedContext> contexts = List.of();
    private List<RoleSelection> roles = List.of();

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.callingAETitle = callingAETitle.strip();
      copy.calledAETitle = calledAETitle.strip();
      copy.host = host;
      copy.port = port;
      copy.connectTimeout = connectTimeout;
      copy.responseTimeout = responseTimeout;
      copy.writeTimeout = writeTimeout;
      copy.artimTimeout = artimTimeout;
      copy.messageTimeout = messageTimeout;
      copy.retrieveResponseTimeout = retrieveResponseTimeout;
      copy.operationTimeout = operationTimeout;
      copy.maxPduLength = maxPduLength;
      copy.contexts = contexts;
      copy.roles = roles;
      return copy;
    }

    /** Our AE title; XRAYVISION by default. */
    public Builder callingAETitle(String value) {
      callingAETitle = value;
      return this;
    }

    /** The peer's AE title. */
    public Builder calledAETitle(String value) {
      calledAETitle = value;
      return this;
    }

    /** The peer's host name or address. */
    public Builder host(String value) {
      host = value;
      return this;
    }

    /** The peer's port, 1 to 65535. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** 10 seconds by default. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** One minute by default. */
    public Builder responseTimeout(Duration value) {
      responseTimeout = value;
      return this;
    }

    /** 30 seconds by default. */
    public Builder writeTimeout(Duration value) {
      writeTimeout = value;
      return this;
    }

    /** Five seconds by default. */
    public Builder artimTimeout(Duration value) {
      artimTimeout = value;
      return this;
    }

    /** Ten minutes by default. */
    public Builder messageTimeout(Duration value) {
      messageTimeout = value;
      return this;
    }

    /** Five minutes by default: peers need not tell how a C-MOVE goes on until it is over. */
    public Builder retrieveResponseTimeout(Duration value) {
      retrieveResponseTimeout = value;
      return this;
    }

    /** One hour by default. */
    public Builder operationTimeout(Duration value) {
      operationTimeout = value;
      return this;
    }

    /** 4096 to 16777216 bytes, or 0 for unlimited; 262144 by default. */
    public Builder maxPduLength(int value) {
      maxPduLength = value;
      return this;
    }

    /** 1 to 128 contexts. */
    public Builder contexts(List<ProposedContext> values) {
      contexts = List.copyOf(values);
      return this;
    }

    /** Contexts for C-FIND and C-MOVE; replaces contexts and roles. */
    public Builder forMove(QueryRoot root) {
      return contexts(
              List.of(
                  new ProposedContext(root.findSopClassUid(), UNCOMPRESSED),
                  new ProposedContext(root.moveSopClassUid(), UNCOMPRESSED)))
          .roles(List.of());
    }

    /**
     * Contexts and roles for C-FIND and C-GET of these storage SOP classes, as {@link
     * ProposedContext#forStorage} has them; replaces contexts and roles.
     *
     * @throws IllegalArgumentException if there are more than 126 SOP classes
     */
    public Builder forGet(
        QueryRoot root, Collection<String> storageSopClassUids, List<String> transferSyntaxUids) {
      List<ProposedContext> all = new ArrayList<>();
      all.add(new ProposedContext(root.findSopClassUid(), UNCOMPRESSED));
      all.add(new ProposedContext(root.getSopClassUid(), UNCOMPRESSED));
      all.addAll(
          ProposedContext.forStorage(
              storageSopClassUids, transferSyntaxUids, MAX_CONTEXTS - all.size()));
      return contexts(all)
          .roles(storageSopClassUids.stream().map(RoleSelection::provider).toList());
    }

    /** None by default; for C-GET a {@link RoleSelection#provider} for each storage SOP class. */
    public Builder roles(List<RoleSelection> values) {
      roles = List.copyOf(values);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public RequestorOptions build() {
      OptionErrors errors = new OptionErrors();
      errors.aeTitle("callingAETitle", callingAETitle);
      errors.aeTitle("calledAETitle", calledAETitle);
      if (host.isBlank()) {
        errors.add("host must be given");
      }
      errors.port(port, 1);
      errors.timeout("connectTimeout", connectTimeout);
      errors.timeout("responseTimeout", responseTimeout);
      errors.timeout("writeTimeout", writeTimeout);
      errors.timeout("artimTimeout", artimTimeout);
      errors.timeout("messageTimeout", messageTimeout);
      errors.timeout("retrieveResponseTimeout", retrieveResponseTimeout);
      errors.timeout("operationTimeout", operationTimeout);
      errors.maxPduLength(maxPduLength);
      checkContexts(errors);
      checkRoles(errors);
      errors.throwIfAny("requestor options");
      return new RequestorOptions(this);
    }

    private void checkContexts(OptionErrors errors) {
      if (contexts.isEmpty() || contexts.size() > MAX_CONTEXTS) {
        errors.add("contexts: there are " + contexts.size() + ", must be 1 to 128");
      }
      for (ProposedContext context : contexts) {
        errors.uid("contexts: SOP class", context.sopClassUid());
        if (context.transferSyntaxUids().isEmpty()) {
          errors.add("contexts: " + context.sopClassUid() + " has no transfer syntax");
        }
        context.transferSyntaxUids().forEach(uid -> errors.uid("contexts: transfer syntax", uid));
      }
    }

    private void checkRoles(OptionErrors errors) {
      Set<String> named = new HashSet<>();
      for (RoleSelection role : roles) {
        String uid = role.sopClassUid();
        if (!named.add(uid)) {
          errors.add("roles: " + uid + " is there twice");
        }
        if (contexts.stream().noneMatch(context -> context.sopClassUid().equals(uid))) {
          errors.add("roles: " + uid + " has no presentation context");
        }
      }
    }
  }
}
