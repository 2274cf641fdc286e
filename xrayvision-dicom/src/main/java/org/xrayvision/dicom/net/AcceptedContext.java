/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/**
 * A presentation context that both sides agreed upon (PS3.8 §9.3.3.2). Immutable.
 *
 * @param id Presentation Context ID, odd, 1 to 255
 * @param sopClassUid the abstract syntax
 * @param transferSyntaxUid the one transfer syntax that the acceptor chose
 */
public record AcceptedContext(int id, String sopClassUid, String transferSyntaxUid) {}
