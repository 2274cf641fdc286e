/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * Where a sender listens for the reports of storage commitments (PS3.4 §J.3.3). Immutable.
 *
 * @param address not resolved; looked up when it is called
 * @param tls how TLS is spoken with it, or null where it is called plainly
 */
public record CommitmentAddress(InetSocketAddress address, @Nullable TlsOptions tls) {}
