/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.LocalDateTime;

/**
 * An earlier reading.
 *
 * @param created the earlier exam's own date and time
 * @param radiologist whether the text is the radiologist's
 */
public record PriorReading(String uid, LocalDateTime created, String text, boolean radiologist) {}
