/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good the model is. Immutable. In each map the values add up to the tally.
 *
 * @param threshold from which severity on a finding is positive
 * @param from the first day with an exam, as YYYY-MM-DD; null without any
 * @param to the last one
 * @param models by model and prompt version, separated by a space; empty where none has answered
 * @param radiologists by who wrote the report; empty where there is none
 * @param ageBands by age at the exam, {@code unknown} where it is not known
 * @param months by YYYY-MM, oldest first; empty where the exam has no date
 * @param calibrationError see {@link CalibrationBin}; null where nothing has a confidence
 * @param differences AI severity less the report's, from -10 to 10
 */
public record QualityStatistics(
    StatisticsTally tally,
    int threshold,
    @Nullable String from,
    @Nullable String to,
    Map<String, Agreement> regions,
    Map<String, Agreement> modalities,
    Map<String, Agreement> models,
    Map<String, Agreement> radiologists,
    Map<String, Agreement> ageBands,
    Map<String, Agreement> months,
    List<RocPoint> roc,
    Estimate auc,
    List<CalibrationBin> calibration,
    @Nullable Double calibrationError,
    Map<Integer, Long> differences) {}
