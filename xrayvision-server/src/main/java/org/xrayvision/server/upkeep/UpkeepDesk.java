/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

/** What HTTP needs of this package. Immutable. */
public record UpkeepDesk(Maintenance maintenance, BackupFolder backups, PatientFiles patients) {}
