/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/**
 * The C-MOVE that a C-STORE is a sub-operation of (PS3.7 §9.1.1.1). Immutable.
 *
 * @param aeTitle who asked for the move
 * @param messageId the Message ID of its C-MOVE-RQ
 */
public record MoveOriginator(String aeTitle, int messageId) {}
