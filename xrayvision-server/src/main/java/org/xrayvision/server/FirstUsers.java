/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.AccountException;
import org.xrayvision.server.auth.ImportOutcome;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.FileUser;

/** Takes over the users of the configuration file, and makes sure that there is an admin. */
final class FirstUsers {
  private static final System.Logger LOG = System.getLogger(FirstUsers.class.getName());

  private final UserStore users;

  FirstUsers(UserStore users) {
    this.users = users;
  }

  /**
   * Returns the password of {@code admin} if one was made up.
   *
   * @param mustChange whether such a one must be changed at the first log-in
   * @throws XRayVisionException if the given one is needed and cannot be taken
   */
  Optional<String> prepare(
      List<FileUser> fromFile, @Nullable String adminPassword, boolean mustChange) {
    fromFile.forEach(this::takeOver);
    try {
      return users.ensureAdmin(adminPassword, mustChange);
    } catch (AccountException e) {
      throw new XRayVisionException(
          "environment variable XRAYVISION_ADMIN_PASSWORD: " + e.getMessage(), e);
    }
  }

  private void takeOver(FileUser user) {
    String who = "[users] " + user.name() + ": ";
    try {
      Role role = Role.ofPerson(user.role()).orElse(Role.USER);
      ImportOutcome outcome = users.importFromConfiguration(user.name(), user.password(), role);
      switch (outcome) {
        case CREATED ->
            warn(who + "taken over; remove the line, the password stands there as plain text");
        case CREATED_DISABLED ->
            warn(
                who
                    + "taken over, but disabled: the password is a shipped one, the name, empty or too"
                    + " long; set one with \"xrayvision user passwd "
                    + user.name()
                    + "\"");
        case DIFFERS -> warn(who + "differs from the user that is known; the file is not followed");
        case UNCHANGED -> {}
      }
    } catch (AccountException e) {
      warn(who + "not taken over: " + e.getMessage());
    }
  }

  private static void warn(String text) {
    LOG.log(System.Logger.Level.WARNING, text);
  }
}
