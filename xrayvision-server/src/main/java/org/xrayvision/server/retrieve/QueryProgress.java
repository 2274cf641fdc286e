/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.util.Locale;

/**
 * How a query goes on, for people who watch. Nothing in it is about a patient. Immutable.
 *
 * @param pacs the PACS' name in the configuration
 * @param found the studies of the wanted modalities in the time that was asked for
 * @param fetched those that came in full
 * @param failed those of which an attempt has failed
 * @param skipped those that were here already
 * @param message a sentence
 */
public record QueryProgress(
    String pacs, State state, int found, int fetched, int failed, int skipped, String message) {
  /** How far it is. */
  public enum State {
    /** The PACS is being asked. */
    STARTED,
    /** It has answered. */
    FOUND,
    /** A study has come, or has failed. */
    RETRIEVING,
    /** The end, without a failure. */
    DONE,
    /** The end, with at least one; the message is the first. */
    FAILED;

    /** The word in the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
