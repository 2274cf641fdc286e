/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The server's numbers, for Prometheus: plugins, queue, stages, database, ingest, associations,
 * JVM.
 */
@NullMarked
package org.xrayvision.server.metrics;

import org.jspecify.annotations.NullMarked;
