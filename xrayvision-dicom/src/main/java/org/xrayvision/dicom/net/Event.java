/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/** What can happen to the upper layer (PS3.8 §9.2.2, the rows of table 9-10). */
enum Event {
  EVT1("A-ASSOCIATE request (local user)"),
  EVT2("transport connection confirmed"),
  EVT3("A-ASSOCIATE-AC PDU"),
  EVT4("A-ASSOCIATE-RJ PDU"),
  EVT5("transport connection indication"),
  EVT6("A-ASSOCIATE-RQ PDU"),
  EVT7("A-ASSOCIATE response, accept (local user)"),
  EVT8("A-ASSOCIATE response, reject (local user)"),
  EVT9("P-DATA request (local user)"),
  EVT10("P-DATA-TF PDU"),
  EVT11("A-RELEASE request (local user)"),
  EVT12("A-RELEASE-RQ PDU"),
  EVT13("A-RELEASE-RP PDU"),
  EVT14("A-RELEASE response (local user)"),
  EVT15("A-ABORT request (local user)"),
  EVT16("A-ABORT PDU"),
  EVT17("transport connection closed"),
  EVT18("ARTIM timer expired"),
  EVT19("unrecognized or invalid PDU");

  private final String meaning;

  Event(String meaning) {
    this.meaning = meaning;
  }

  /** As the Standard writes it, for example {@code Evt10 (P-DATA-TF PDU)}. */
  @Override
  public String toString() {
    return "Evt" + name().substring(3) + " (" + meaning + ")";
  }
}
