/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.Map;
import java.util.Set;

/**
 * What an acceptor keeps of a negotiation.
 *
 * @param contexts by their ID
 * @param providedByPeer the SOP classes of which the requestor is SCP
 * @param maxPduLength what the peer takes
 */
record Agreed(
    Map<Integer, AcceptedContext> contexts, Set<String> providedByPeer, long maxPduLength) {}
