/** What a plugin implements: models that look, readers that assess, listeners that hear. */
@NullMarked
package org.xrayvision.spi;

import org.jspecify.annotations.NullMarked;
