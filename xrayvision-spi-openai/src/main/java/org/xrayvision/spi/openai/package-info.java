/** A vision model and a report reader over an OpenAI-compatible {@code /v1/chat/completions}. */
@NullMarked
package org.xrayvision.spi.openai;

import org.jspecify.annotations.NullMarked;
