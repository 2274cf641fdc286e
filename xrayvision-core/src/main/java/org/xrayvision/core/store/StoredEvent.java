/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;

/** A row of {@code events}. Immutable. */
record StoredEvent(
    long seq, Instant at, String kind, @Nullable String uid, Map<String, String> payload)
    implements ExamEvent {
  StoredEvent {
    payload = Map.copyOf(payload);
  }
}
