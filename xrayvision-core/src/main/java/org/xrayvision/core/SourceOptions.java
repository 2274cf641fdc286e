package org.xrayvision.core;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one sender; a null part means the engine's own setting. Immutable.
 *
 * @param characterSet for text without SpecificCharacterSet: a defined term of PS3.3 C.12.1.1.2 or
 *     a Java charset name
 * @param modalities taken from this sender
 * @param timeZone of its clocks
 * @param patientIdNamespace put before its patient ids
 */
public record SourceOptions(
    @Nullable String characterSet,
    @Nullable Set<String> modalities,
    @Nullable ZoneId timeZone,
    @Nullable String patientIdNamespace) {}
