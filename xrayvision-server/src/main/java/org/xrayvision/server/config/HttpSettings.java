/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server listens. Immutable.
 *
 * @param address to listen on, or null for all interfaces
 * @param port 0 for any free one
 * @param pageSize exams on a page
 * @param trustedProxies who is believed when he says for whom he asks
 * @param metricsFrom who may read /metrics without a log-in
 * @param security how it guards itself
 */
public record HttpSettings(
    @Nullable InetAddress address,
    int port,
    int pageSize,
    List<AddressRange> trustedProxies,
    List<AddressRange> metricsFrom,
    SecuritySettings security) {
  /** Copies the lists. */
  public HttpSettings {
    trustedProxies = List.copyOf(trustedProxies);
    metricsFrom = List.copyOf(metricsFrom);
  }
}
