/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/**
 * How an engine's database is at one moment. Immutable.
 *
 * @param fileBytes the size of the file; -1 where that cannot be told
 * @param logBytes the size of its write-ahead log; -1 where that cannot be told
 * @param readers how many connections may read at once
 * @param readersBusy how many of them do
 * @param readsWaiting how many threads wait for one
 */
public record DatabaseStatus(
    long fileBytes, long logBytes, int readers, int readersBusy, int readsWaiting) {}
