/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

/** What a signed-in person or script can do over HTTP. {@link Permissions} says who may. */
public enum Action {
  /** Open the pages and what they are drawn with, ask who one is, log out. */
  USE_PAGES,
  /** List exams, see one and its journal. */
  SEE_EXAMS,
  /** Fetch pictures. */
  SEE_PICTURES,
  /** See what was not taken. */
  SEE_REFUSALS,
  /** See the run-time configuration, without secrets. */
  SEE_CONFIGURATION,
  /** See which plugins there are, and how their endpoints are. */
  SEE_PLUGINS,
  /** Read the server's numbers. */
  SEE_METRICS,
  /** See what models were asked about an exam, and their whole answers. */
  SEE_RUNS,
  /** Follow events and the live state over the WebSocket. */
  FOLLOW_EVENTS,
  /** Search by name, patient id and HIS id; filter by radiologist. */
  SEARCH_PERSONS,
  /** Ask for another look at an exam. */
  LOOK_AGAIN,
  /** Bring in DICOM files. */
  IMPORT,
  /** Have PACS asked for studies, and see what came of it. */
  QUERY_PACS,
  /** Say of a reading that it is normal or abnormal, or withdraw that. */
  REVIEW,
  /** Ask the hospital's system for a radiologist's report now. */
  FETCH_REPORTS,
  /** Have free text graded, judged, translated. */
  ASK_READER
}
