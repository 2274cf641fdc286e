/** Benchmarks, each beside a peer measured in the same run: {@code scripts/bench.sh}. */
@NullMarked
package org.xrayvision.bench;

import org.jspecify.annotations.NullMarked;
