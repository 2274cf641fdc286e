/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

/** The numbers of the service (PS3.4 annex J, PS3.7 §10.1). */
final class StorageCommitment {
  /** Storage Commitment Push Model SOP Class. */
  static final String SOP_CLASS = "1.2.840.10008.1.20.1";

  /** Its one, well-known instance. */
  static final String INSTANCE = "1.2.840.10008.1.20.1.1";

  /** Request Storage Commitment. */
  static final int ACTION_REQUEST = 1;

  /** Storage Commitment Request Successful. */
  static final int EVENT_ALL_KEPT = 1;

  /** Storage Commitment Request Complete - Failures Exist. */
  static final int EVENT_FAILURES = 2;

  static final int REQUESTED_SOP_INSTANCE_UID = 0x00001001;
  static final int AFFECTED_SOP_INSTANCE_UID = 0x00001000;
  static final int EVENT_TYPE_ID = 0x00001002;
  static final int ACTION_TYPE_ID = 0x00001008;

  private StorageCommitment() {}
}
