/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.time.Duration;
import java.util.List;

/** How an {@link Association} is requested. Immutable; made by {@link #builder()}. */
public final class RequestorOptions {
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
    private int maxPduLength = 256 * 1024;
    private List<ProposedContext> contexts = List.of();

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
      copy.maxPduLength = maxPduLength;
      copy.contexts = contexts;
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
      errors.maxPduLength(maxPduLength);
      if (contexts.isEmpty() || contexts.size() > 128) {
        errors.add("contexts: there are " + contexts.size() + ", must be 1 to 128");
      }
      for (ProposedContext context : contexts) {
        errors.uid("contexts: SOP class", context.sopClassUid());
        if (context.transferSyntaxUids().isEmpty()) {
          errors.add("contexts: " + context.sopClassUid() + " has no transfer syntax");
        }
        context.transferSyntaxUids().forEach(uid -> errors.uid("contexts: transfer syntax", uid));
      }
      errors.throwIfAny("requestor options");
      return new RequestorOptions(this);
    }
  }
}
