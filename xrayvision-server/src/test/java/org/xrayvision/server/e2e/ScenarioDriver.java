/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.util.List;

/** An engine as a scenario sees it, however it is reached. */
interface ScenarioDriver extends AutoCloseable {
  /** Offers an object. Returns whether it was acknowledged. */
  boolean send(SmallImages.Instance instance) throws Exception;

  /** Where the exam stands: the code of its status. */
  String status(String uid) throws Exception;

  /** What its report says; empty where there is none. */
  String report(String uid) throws Exception;

  /** The kinds of the events about the exam, oldest first. */
  List<String> journal(String uid) throws Exception;

  /** Asks for another look. */
  boolean lookAgain(String uid) throws Exception;

  /** How many exams there are. */
  long exams() throws Exception;

  /** SIGKILL. */
  void kill() throws Exception;

  /** Ends it as its user would. */
  @Override
  void close();
}
