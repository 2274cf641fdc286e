/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import org.jspecify.annotations.Nullable;

/**
 * A radiologist's text that is to be translated or assessed.
 *
 * @param text as its source has it, empty if there is none
 * @param translation null if there is none
 * @param severity -1 if it is not assessed
 * @param attempts tries that have counted before
 */
public record ReportText(
    String uid, String text, @Nullable String translation, int severity, int attempts) {}
