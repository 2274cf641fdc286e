/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An exam whose report is looked for.
 *
 * @param attempts how many tries in a row have brought nothing new
 * @param foundAt when a report was found first, or null
 */
public record ReportSearch(String uid, int attempts, @Nullable Instant foundAt) {}
