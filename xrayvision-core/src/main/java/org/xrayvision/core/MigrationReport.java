/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a database holds before and after it is brought to the form that this program knows.
 * Immutable.
 *
 * @param formBefore 0 for the Python program's
 * @param before figures by name, in the order in which a person reads them
 * @param after the same figures
 * @param images what lies in the images folder, counted against the exams after it
 */
public record MigrationReport(
    int formBefore,
    int formAfter,
    Map<String, Long> before,
    Map<String, Long> after,
    Map<String, Long> images) {
  /** Copies the maps; they keep their order. */
  public MigrationReport {
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }
}
