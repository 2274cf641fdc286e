package org.xrayvision.server.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server listens. Immutable.
 *
 * @param address to listen on, or null for all interfaces
 * @param port 0 for any free one
 * @param pageSize exams on a page
 */
public record HttpSettings(@Nullable InetAddress address, int port, int pageSize) {}
