/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;

/**
 * Something that takes C-STORE on loopback: a process that stays up for the whole run, as it would
 * in a hospital.
 */
interface Receiver extends AutoCloseable {
  /** As the tables call it. */
  String name();

  int port();

  /** What its process, and the children it has waited for, have used so far; in milliseconds. */
  long cpuMillis() throws IOException;

  /** Whether several associations are served at the same time. */
  boolean isParallel();

  /** Waits until it has nothing left to do, and deletes what it has stored. */
  void settle() throws Exception;

  @Override
  void close() throws IOException;
}
