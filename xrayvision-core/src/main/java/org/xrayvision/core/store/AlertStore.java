/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xrayvision.api.AlertView;
import org.xrayvision.core.OpenAlerts;

/**
 * What the store knows of alerts: they are raised in the transaction that makes an exam {@code
 * done}. As {@link ExamStore}, whose part it is: each method is atomic, and safe for threads.
 */
public interface AlertStore {
  /**
   * Names the notifiers. One that is new is told what is raised from now on, and what waits for one
   * that is not named any more: those of its part take it over, or the others where there are none;
   * nobody is told what he has been told before. What nobody takes over goes on waiting, with that
   * as its problem, until it is acknowledged, somebody new is named, or the name comes back.
   *
   * @param notifiers those that are told of every alert
   * @param escalation those that are told of what nobody has acknowledged; no name is in both
   */
  void configure(Set<String> notifiers, Set<String> escalation);

  /**
   * What a notifier is to deliver next: the most severe first, then the oldest. The try counts from
   * now on, and what was tried keeps its id for ever. Where more is due than may still be told
   * within a minute, all of it that was not tried yet becomes one message.
   *
   * @param perMinute how many messages may be told within any minute
   */
  Optional<AlertMessage> next(String notifier, Instant now, int perMinute);

  /** The message was delivered. */
  void delivered(AlertMessage message, Instant now);

  /** The message can never be delivered. */
  void failed(AlertMessage message, String problem, Instant now);

  /** The message is to be tried again. */
  void postponed(AlertMessage message, String problem, Instant notBefore);

  /** Has those told that are to be told of what nobody has acknowledged in time. */
  void escalate(Instant now);

  /** One alert, or empty. */
  Optional<AlertView> alert(String id);

  /** For whom something waits who is not named any more. */
  List<WaitingFor> waitingForOthers();

  /**
   * A notifier that is not named any more.
   *
   * @param alerts how many wait for it
   */
  record WaitingFor(String notifier, int alerts) {}

  /**
   * The alerts that nobody has acknowledged, however old they are.
   *
   * @param page of {@link OpenAlerts#PAGE_SIZE}, from 1
   */
  OpenAlerts open(int page);

  /**
   * Acknowledges the alerts of an exam's reading; what waits to be sent of them is not sent any
   * more. Who did so before stays.
   *
   * @return false if there is none
   */
  boolean acknowledge(String uid, String who, Instant now);
}
