/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/** The states of the upper layer (PS3.8 §9.2.1, tables 9-1 to 9-5). */
enum State {
  STA1("idle"),
  STA2("transport connection open, awaiting A-ASSOCIATE-RQ"),
  STA3("awaiting local A-ASSOCIATE response"),
  STA4("awaiting transport connection"),
  STA5("awaiting A-ASSOCIATE-AC or -RJ"),
  STA6("association established, ready for data transfer"),
  STA7("awaiting A-RELEASE-RP"),
  STA8("awaiting local A-RELEASE response"),
  STA9("release collision, requestor side, awaiting local A-RELEASE response"),
  STA10("release collision, acceptor side, awaiting A-RELEASE-RP"),
  STA11("release collision, requestor side, awaiting A-RELEASE-RP"),
  STA12("release collision, acceptor side, awaiting local A-RELEASE response"),
  STA13("awaiting the close of the transport connection");

  private final String meaning;

  State(String meaning) {
    this.meaning = meaning;
  }

  /** As the Standard writes it, for example {@code Sta6 (association established...)}. */
  @Override
  public String toString() {
    return "Sta" + name().substring(3) + " (" + meaning + ")";
  }
}
