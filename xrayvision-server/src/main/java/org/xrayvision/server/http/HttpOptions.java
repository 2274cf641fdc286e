/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.AddressRange;
import org.xrayvision.server.config.SecuritySettings;

/**
 * How the HTTP side behaves. Immutable.
 *
 * @param bindAddress to listen on; null for all interfaces
 * @param port 0 to 65535; 0 means any free port
 * @param pageSize exams on a page, 1 to 1000
 * @param severityThreshold from which a finding is positive, 1 to 10; the engine's
 * @param configuration what {@code /api/config} shows, key to a string, number, boolean or null;
 *     without secrets
 * @param simulated what about this run is simulated, shown on the pages; null for a real one
 * @param trustedProxies who is believed about whom he asks for
 * @param metricsFrom who may read {@code /metrics} without a log-in
 * @param security TLS, rates, host names, the hospital's own log-in
 */
public record HttpOptions(
    @Nullable InetAddress bindAddress,
    int port,
    int pageSize,
    int severityThreshold,
    Map<String, @Nullable Object> configuration,
    @Nullable String simulated,
    List<AddressRange> trustedProxies,
    List<AddressRange> metricsFrom,
    SecuritySettings security) {
  /** Checks the ranges, all of them at once, and copies the map. */
  public HttpOptions {
    List<String> errors = new ArrayList<>();
    check(errors, "port", port, 0, 65535);
    check(errors, "pageSize", pageSize, 1, 1000);
    check(errors, "severityThreshold", severityThreshold, 1, 10);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", errors));
    }
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    trustedProxies = List.copyOf(trustedProxies);
    metricsFrom = List.copyOf(metricsFrom);
  }

  private static void check(List<String> errors, String what, int value, int low, int high) {
    if (value < low || value > high) {
      errors.add(what + " must be " + low + " to " + high + ", not " + value);
    }
  }
}
