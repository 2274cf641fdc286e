/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, as the store keeps it. An open interface: ignore kinds that you do not
 * know. Implementations are immutable.
 */
public interface ExamEvent {
  /** The exam was stored. */
  String RECEIVED = "received";

  /** The picture is ready, the exam waits for the model. */
  String QUEUED = "queued";

  /** A worker has taken the exam. */
  String PROCESSING = "processing";

  /** The exam was read. */
  String DONE = "done";

  /** The radiologist's report waits to be assessed. */
  String CHECK = "check";

  /** The exam was set aside: region not supported. */
  String IGNORE = "ignore";

  /** The exam was given up. */
  String ERROR = "error";

  /** Another look was asked for: by a person, or since a late view of its study has come. */
  String REQUEUE = "requeue";

  /** A worker handed the exam back: an outage, a restart, a failed try. */
  String HANDED_BACK = "handed_back";

  /** Another object came with the same UID and other bytes. */
  String CONFLICT = "conflict";

  /** What the radiologist's report says was assessed, or cannot be. */
  String CHECKED = "checked";

  /** The radiologist's report was taken back by its source. */
  String RETRACTED = "retracted";

  /** A person reviewed the reading, or withdrew the review. */
  String REVIEWED = "reviewed";

  /** A notifier has delivered the alert of the reading. */
  String ALERTED = "alerted";

  /** A notifier can never deliver the alert. */
  String ALERT_FAILED = "alert_failed";

  /** Nobody has acknowledged the alert in time: others are told. */
  String ESCALATED = "escalated";

  /** A person has acknowledged the alert. */
  String ACKNOWLEDGED = "acknowledged";

  /** The place in the sequence; grows by at least one, never reused. */
  long seq();

  /** When it happened. */
  Instant at();

  /** What happened. */
  String kind();

  /** The SOP Instance UID of the exam, or null where it is about none. */
  @Nullable String uid();

  /** A few facts, never a patient's data; immutable. */
  Map<String, String> payload();
}
