/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.store.AlertMessage;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;

/**
 * Puts into words what a notifier is to say. Nothing of a patient, unless the site has switched it
 * on; and then nobody outside the house is told it, and shown only what {@link Egress} lets out.
 * Safe for threads.
 */
public final class AlertTexts {
  private static final int MAX_DETAIL = 500;

  private final ExamStore store;
  private final Pictures pictures;
  private final Discretion discretion;
  private final AlertOptions options;

  public AlertTexts(
      ExamStore store, Pictures pictures, Discretion discretion, AlertOptions options) {
    this.store = store;
    this.pictures = pictures;
    this.discretion = discretion;
    this.options = options;
  }

  /** The same for a notifier of this reach. */
  public For forReach(Reach reach) {
    return new For(reach);
  }

  /** What one notifier may say. Safe for threads. */
  public final class For {
    private final Reach reach;

    private For(Reach reach) {
      this.reach = reach;
    }

    /** The alert as the notifier is given it. */
    public Alert alert(AlertMessage message, Deadline deadline) {
      Exam exam = exam(message).orElse(null);
      return new Alert(
          message.id(),
          message.at(),
          message.severity(),
          message.region(),
          link(message),
          exam == null || reach == Reach.EXTERNAL || !options.detail() ? null : detail(exam),
          deadline,
          message.findings(),
          message.escalation(),
          exam == null || !options.picture() ? null : picture(exam, reach));
    }

    /** Blanks the exam's identifiers in what the notifier logs, until it is closed. */
    public ExamsInHand.Handle take(AlertMessage message) {
      return discretion.exams().take(scrubber(message)::scrub);
    }

    /** The notifier's words about a message, without what names the patient. */
    public String blank(AlertMessage message, String words) {
      return scrubber(message).scrub(words);
    }
  }

  private Scrubber scrubber(AlertMessage message) {
    return exam(message).map(exam -> Scrubber.of(exam, List.of())).orElse(Scrubber.general());
  }

  private Optional<Exam> exam(AlertMessage message) {
    return Optional.ofNullable(message.uid()).flatMap(store::exam);
  }

  /** By the alert's id: an exam's UID is nobody's business outside. */
  private @Nullable URI link(AlertMessage message) {
    URI dashboard = options.publicUrl();
    if (dashboard == null) {
      return null;
    }
    String base = dashboard.toString().replaceFirst("/+$", "");
    String alert = message.alert();
    return URI.create(base + (alert == null ? "/?positive=yes&reviewed=no" : "/alerts/" + alert));
  }

  private static String detail(Exam exam) {
    AiReport report = exam.aiReport();
    String text =
        Stream.of(
                Optional.ofNullable(exam.patient().name()),
                Optional.of(exam.protocol()),
                Optional.ofNullable(report).map(AiReport::summary))
            .flatMap(Optional::stream)
            .map(part -> part.replaceAll("[\\p{Cntrl}\\s]+", " ").strip())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" · "));
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
  }

  /** An alert without a picture is better than none. */
  private @Nullable Picture picture(Exam exam, Reach reach) {
    Egress egress = discretion.egress(store.journal(exam.uid()));
    if (egress.whyNot(reach).isPresent()) {
      return null;
    }
    try {
      Picture picture = PictureFile.read(pictures.picture(exam.uid()), exam.projection());
      return egress.picture(picture, reach);
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }
}
