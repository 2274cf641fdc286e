/** Reading an exam: prompt, model, assessment, and the workers that do it. */
@NullMarked
package org.xrayvision.core.analysis;

import org.jspecify.annotations.NullMarked;
