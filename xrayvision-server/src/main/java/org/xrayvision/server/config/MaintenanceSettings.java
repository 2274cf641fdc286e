/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;

/**
 * What is done once a day. Immutable.
 *
 * @param hour of the site's day, 0 to 23; -1 for never
 * @param purgeAfter how long an exam stays error or ignore before it is forgotten; zero for ever
 * @param dropPicturesAfter how long the picture of a done exam is kept; zero for ever
 */
public record MaintenanceSettings(int hour, Duration purgeAfter, Duration dropPicturesAfter) {}
