/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/** A part of an engine's work that takes time; the last six are the database's. */
public enum EngineStage {
  /** An object comes in and is checked, until its last byte is handed to the disk. */
  RECEIVE,
  /** It is forced to the disk, named, and its row committed. */
  STORE,
  /** Its picture is made, until that is on the disk. */
  PICTURE,
  /** The exam waits in the queue until it is claimed, each time that it is. */
  QUEUE,
  /** It is read: from the claim until the result is written, what models are asked included. */
  READING,
  /** All of it: from the arrival until the first result is written. */
  TURNAROUND,
  /** A write waits in line, until it is its turn or another has written it along. */
  WRITE_TURN,
  /** SQLite waits for the file's lock, which another program may have. */
  WRITE_LOCK,
  /** One transaction that writes, for all who waited in line, its commit included. */
  TRANSACTION,
  /** Its commit, which is forced to the disk. */
  COMMIT,
  /** A read waits for a connection. */
  READ_CONNECTION,
  /** A read. */
  READ
}
