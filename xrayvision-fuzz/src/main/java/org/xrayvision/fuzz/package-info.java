/**
 * Targets for a fuzzer: each has {@code fuzzerTestOneInput(byte[])}, which returns whatever the
 * bytes are, and throws where something is wrong with us. {@link org.xrayvision.fuzz.Targets} names
 * them; {@code scripts/fuzz.sh} runs them.
 */
@org.jspecify.annotations.NullMarked
package org.xrayvision.fuzz;
