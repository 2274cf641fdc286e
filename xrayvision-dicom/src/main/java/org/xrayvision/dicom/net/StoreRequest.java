/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a C-STORE-RQ (PS3.7 §9.3.1.1) and of the association it came by. Immutable.
 *
 * <p>The UIDs are of valid form (1 to 64 of {@code [0-9.]}, no empty component; leading zeros are
 * let through), and the SOP class is the one of the presentation context. Whether the data set says
 * the same is for the handler to find out.
 *
 * @param peer who sends
 * @param sopClassUid Affected SOP Class UID
 * @param sopInstanceUid Affected SOP Instance UID
 * @param transferSyntaxUid the transfer syntax of the data set, as negotiated
 * @param messageId Message ID, 0 to 65535
 * @param priority 0 medium, 1 high, 2 low
 * @param moveOriginatorAETitle who asked for the move that this store is part of, if any
 */
public record StoreRequest(
    Peer peer,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid,
    int messageId,
    int priority,
    @Nullable String moveOriginatorAETitle) {}
