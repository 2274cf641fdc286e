/** The domain: patients, exams, reports, events; immutable values that every module shares. */
@NullMarked
package org.xrayvision.api;

import org.jspecify.annotations.NullMarked;
