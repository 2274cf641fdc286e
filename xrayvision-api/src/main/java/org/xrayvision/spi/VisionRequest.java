/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question to a vision model: pictures, prompt and the facts for models that take no prose.
 * Immutable, free of identifiers.
 */
public final class VisionRequest {
  private final List<Picture> pictures;
  private final Prompt prompt;
  private final String region;
  private final Subject subject;
  private final Deadline deadline;
  private final List<PriorStudy> priors;
  private final String clinicalInformation;
  private final Cancellation cancellation;

  private VisionRequest(Builder builder) {
    this.pictures = List.copyOf(builder.pictures);
    this.prompt = Objects.requireNonNull(builder.prompt, "prompt");
    this.region = builder.region;
    this.subject = builder.subject;
    this.deadline = Objects.requireNonNull(builder.deadline, "deadline");
    this.priors = List.copyOf(builder.priors);
    this.clinicalInformation = builder.clinicalInformation;
    this.cancellation = builder.cancellation;
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("a vision request needs at least one picture");
    }
  }

  /** A builder with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The pictures: first the one that is asked about, to which the answer belongs. A model that
   * declares {@link Capability#SEVERAL_IMAGES} is given the other views of its study and region
   * besides, in the order in which they were taken, and by their SOP Instance UIDs where that is
   * the same; the prompt says that they are there. Where a site waits until a study is complete,
   * every model is given four. A view that is not ready, or that must not leave the house, is
   * missing.
   */
  public List<Picture> pictures() {
    return pictures;
  }

  /** Instructions and question. */
  public Prompt prompt() {
    return prompt;
  }

  /** The region's name, empty where it is not known. */
  public String region() {
    return region;
  }

  /** Age and sex. */
  public Subject subject() {
    return subject;
  }

  /** By when the answer must be there; the engine interrupts the call after it. */
  public Deadline deadline() {
    return deadline;
  }

  /** What was said before of the same region, newest first; the prompt has it in words already. */
  public List<PriorStudy> priors() {
    return priors;
  }

  /** Why the picture was taken, scrubbed; empty where it is not known. */
  public String clinicalInformation() {
    return clinicalInformation;
  }

  /** Tells work on other threads that nobody waits any more. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Collects the parts of a request. Not safe for threads. */
  public static final class Builder {
    private List<Picture> pictures = List.of();
    private @Nullable Prompt prompt;
    private String region = "";
    private Subject subject = new Subject(null, null);
    private @Nullable Deadline deadline;
    private List<PriorStudy> priors = List.of();
    private String clinicalInformation = "";
    private Cancellation cancellation = Cancellation.NEVER;

    private Builder() {}

    /** Sets the pictures. */
    public Builder pictures(List<Picture> pictures) {
      this.pictures = List.copyOf(pictures);
      return this;
    }

    /** Sets instructions and question. */
    public Builder prompt(Prompt prompt) {
      this.prompt = prompt;
      return this;
    }

    /** Sets the region's name. */
    public Builder region(String region) {
      this.region = region;
      return this;
    }

    /** Sets age and sex. */
    public Builder subject(Subject subject) {
      this.subject = subject;
      return this;
    }

    /** Sets the moment by which the answer must be there. */
    public Builder deadline(Deadline deadline) {
      this.deadline = deadline;
      return this;
    }

    /** Sets what was said before. */
    public Builder priors(List<PriorStudy> priors) {
      this.priors = List.copyOf(priors);
      return this;
    }

    /** Sets why the picture was taken. */
    public Builder clinicalInformation(String text) {
      this.clinicalInformation = Objects.requireNonNull(text, "text");
      return this;
    }

    /** Sets what tells that nobody waits any more. */
    public Builder cancellation(Cancellation cancellation) {
      this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
      return this;
    }

    /**
     * The request.
     *
     * @throws NullPointerException if prompt or deadline is missing
     * @throws IllegalArgumentException if there is no picture
     */
    public VisionRequest build() {
      return new VisionRequest(this);
    }
  }
}
