/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.nio.file.Path;

/**
 * Where things lie; all absolute. Immutable.
 *
 * @param dataDirectory what the server owns
 * @param database core's database
 * @param serverDatabase users and sessions
 * @param backupDirectory where copies of the databases go
 * @param promptDirectory where prompt texts may stand instead of ours
 * @param logFile the log that is written now
 */
public record PathSettings(
    Path dataDirectory,
    Path database,
    Path serverDatabase,
    Path backupDirectory,
    Path promptDirectory,
    Path logFile) {}
