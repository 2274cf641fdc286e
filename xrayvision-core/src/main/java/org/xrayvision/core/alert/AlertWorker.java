/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.alert;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.analysis.AlertTexts;
import org.xrayvision.core.analysis.Bell;
import org.xrayvision.core.analysis.TurningThread;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.AlertMessage;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.DeliveryCheck;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * The thread that has one notifier deliver what waits for it, one message after the other, each
 * until it is delivered, refused for good, or acknowledged by somebody. A message that may have
 * arrived is told again under the same id. Safe for threads.
 */
final class AlertWorker extends TurningThread {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final Duration LONGEST_REST = Duration.ofDays(1);
  private static final int MOST_DOUBLINGS = 20;
  private static final int MAX_PROBLEM = 300;

  private final ExamStore store;
  private final Endpoints<Notifier> endpoint;
  private final AlertTexts.For texts;
  private final String name;
  private final int perMinute;
  private final Clock clock;
  private final IntervalFunction backoff;

  // What only the worker's own thread uses.
  private Instant restUntil = Instant.MIN;
  private @Nullable AlertMessage unrecorded;

  private volatile @Nullable String lastFailure;

  AlertWorker(
      int number,
      ExamStore store,
      Endpoints<Notifier> endpoint,
      AlertTexts.For texts,
      AnalysisOptions options,
      int perMinute,
      Clock clock) {
    super("xrv-alert-" + number, new Bell(clock));
    this.store = store;
    this.endpoint = endpoint;
    this.texts = texts;
    this.name = endpoint.status().get(0).name();
    this.perMinute = perMinute;
    this.clock = clock;
    this.backoff =
        IntervalFunction.ofExponentialBackoff(options.firstBackoff(), 2, LONGEST_BACKOFF);
  }

  String name() {
    return name;
  }

  EndpointStatus status() {
    return endpoint.status().get(0);
  }

  List<EndpointProbe> probes() {
    return endpoint.probes(
        (asked, deadline) -> {
          if (!(asked.plugin() instanceof DeliveryCheck check)) {
            return new EndpointProbe.Result(EndpointProbe.Outcome.NOT_ASKED, null, null, -1);
          }
          check.checkDelivery(deadline);
          return EndpointProbe.Result.answered();
        });
  }

  /** What keeps this notifier from its work, or the last thing that it refused; or null. */
  @Nullable String problem() {
    String own = trouble();
    return own != null ? own : endpoint.trouble().orElse(lastFailure);
  }

  void begin() {
    endpoint.start();
    start();
  }

  void abandon() {
    stop();
    endpoint.abandon();
  }

  void end() {
    endpoint.close();
  }

  @Override
  protected Duration turn() {
    record();
    store.alerts().escalate(clock.instant());
    boolean resting = clock.instant().isBefore(restUntil);
    return !resting && endpoint.isUsable() && sendNext() ? Duration.ZERO : POLL;
  }

  /** Returns whether there was one. */
  private boolean sendNext() {
    Optional<AlertMessage> next = store.alerts().next(name, clock.instant(), perMinute);
    next.ifPresent(this::send);
    return next.isPresent();
  }

  private void send(AlertMessage message) {
    Deadline deadline = Deadline.in(DEADLINE);
    Alert alert = texts.alert(message, deadline);
    ExamsInHand.Handle inHand = texts.take(message);
    try {
      endpoint.call(
          deadline,
          asked -> {
            asked.plugin().send(alert);
            return true;
          });
      unrecorded = message;
      lastFailure = null;
      record();
    } catch (CallAbandonedException e) {
      // The engine closes; it is told after the next start, under the same id.
    } catch (TransientBackendException e) {
      postpone(message, e);
    } catch (PermanentBackendException e) {
      // Everybody is shown this one, whose exam it is or not.
      lastFailure = name + " has refused an alert: " + texts.blank(message, shortened(e));
      store.alerts().failed(message, shortened(e), clock.instant());
    } finally {
      inHand.close();
    }
  }

  /** While the database cannot be written, what was delivered must not be told once more. */
  private void record() {
    AlertMessage delivered = unrecorded;
    if (delivered != null) {
      store.alerts().delivered(delivered, clock.instant());
      unrecorded = null;
    }
  }

  private void postpone(AlertMessage message, TransientBackendException e) {
    Instant now = clock.instant();
    Duration own =
        Duration.ofMillis(backoff.apply(Math.min(message.attempts() + 1, MOST_DOUBLINGS)));
    Duration asked = e.retryAfter().orElse(Duration.ZERO);
    if (asked.compareTo(LONGEST_REST) > 0) {
      asked = LONGEST_REST;
    }
    if (e.isOutage()) {
      restUntil = now.plus(asked);
    }
    Duration wait = asked.compareTo(own) > 0 ? asked : own;
    store.alerts().postponed(message, shortened(e), now.plus(wait));
  }

  private static String shortened(BackendException e) {
    String text = String.valueOf(e.getMessage());
    return text.length() <= MAX_PROBLEM ? text : text.substring(0, MAX_PROBLEM);
  }
}
