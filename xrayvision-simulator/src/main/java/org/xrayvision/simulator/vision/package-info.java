/** An OpenAI-compatible vision model on loopback that makes its answers up. */
@NullMarked
package org.xrayvision.simulator.vision;

import org.jspecify.annotations.NullMarked;
