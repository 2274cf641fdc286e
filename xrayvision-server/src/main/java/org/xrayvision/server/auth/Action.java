/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.util.Locale;
import java.util.Optional;

/** What a signed-in person or script can do over HTTP. {@link Permissions} says who may. */
public enum Action {
  /** Ask who one is, change one's own password, see and end one's own sessions, log out. */
  OWN_ACCOUNT,
  /** Open the pages and what they are drawn with. */
  USE_PAGES,
  /** List exams, see one and its journal. */
  SEE_EXAMS,
  /** Fetch pictures. */
  SEE_PICTURES,
  /** Fetch objects as they were received, with all that names the patient. */
  SEE_DICOM,
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
  /** Download many exams as one file. */
  EXPORT,
  /** Have an anonymised data set written. */
  EXPORT_DATASET,
  /** Bring in DICOM files. */
  IMPORT,
  /** See what is done at night and what came of it, and have it done now. */
  MAINTAIN,
  /** Get all that is kept of a patient. */
  EXPORT_PATIENT,
  /** Have all forgotten that is kept of a patient. */
  ERASE_PATIENT,
  /**
   * Suspend and resume the queue, try errors again, run the self-test, see the whole configuration.
   */
  MANAGE_QUEUE,
  /** Have PACS asked for studies, and see what came of it. */
  QUERY_PACS,
  /** Say of a reading that it is normal or abnormal, or withdraw that. */
  REVIEW,
  /** Note that one has seen the alert of a reading. */
  ACKNOWLEDGE,
  /** Ask the hospital's system for a radiologist's report now. */
  FETCH_REPORTS,
  /** Have free text graded, judged, translated. */
  ASK_READER,
  /** Make users, change and delete them, end their sessions; see the table of roles. */
  MANAGE_USERS,
  /** Make and revoke API keys. */
  MANAGE_KEYS,
  /** Read what people did, and have the log's chain checked. */
  SEE_AUDIT;

  /** The word in the API and in a key: the name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of a code, or empty for a word that is none. */
  public static Optional<Action> ofCode(String code) {
    for (Action action : values()) {
      if (action.code().equals(code)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
