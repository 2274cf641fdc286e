/** What a header says of an exam: patient id, age, region, projection, times. */
@NullMarked
package org.xrayvision.core.exam;

import org.jspecify.annotations.NullMarked;
