/** Decoders for compressed transfer syntaxes, bounded against hostile frames (PS3.5 §8.2, A.4). */
@NullMarked
package org.xrayvision.codecs;

import org.jspecify.annotations.NullMarked;
