/**
 * The engine's front page: {@code XRayVision}, its options and its results. The packages below it
 * are not API.
 */
@NullMarked
package org.xrayvision.core;

import org.jspecify.annotations.NullMarked;
