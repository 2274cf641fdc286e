/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.Account;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user add|passwd|list}: works beside a running server. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description = {
      "Adds users, sets passwords, lists users. Works while the server runs.",
      "A password is asked for, or read from standard input; it is no argument, as arguments are"
          + " seen by everybody on the machine."
    })
final class UserCommand implements Runnable {
  private static final String SERVER_DB = "server.db";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name one of add, passwd, list");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a user; asks for the password.")
  int add(
      @Mixin DataDirectory where,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "user",
              description = "admin, radiologist, user or viewer (default: user).")
          String role,
      @Option(
              names = "--password-stdin",
              description = "Read the password, one line, from standard input.")
          boolean fromInput,
      @Parameters(paramLabel = "NAME") String name)
      throws IOException {
    Role found =
        Role.ofPerson(role)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "--role must be admin, radiologist, user or viewer"));
    try (UserStore users = open(where)) {
      users.add(name, password(fromInput), found);
      audit(users, "user_add", name, found.code());
    }
    say("added " + name);
    return 0;
  }

  @Command(
      name = "passwd",
      mixinStandardHelpOptions = true,
      description = "Sets a user's password and ends his sessions.")
  int passwd(
      @Mixin DataDirectory where,
      @Option(
              names = "--password-stdin",
              description = "Read the password, one line, from standard input.")
          boolean fromInput,
      @Parameters(paramLabel = "NAME") String name)
      throws IOException {
    try (UserStore users = open(where)) {
      users.changePassword(name, password(fromInput));
      audit(users, "user_change", name, "new password");
    }
    say("changed the password of " + name);
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the users.")
  int list(@Mixin DataDirectory where) {
    try (UserStore users = open(where)) {
      for (Account account : users.list()) {
        String state = account.enabled() ? "enabled" : "disabled";
        say(
            String.format(
                Locale.ROOT, "%-24s %-12s %s", account.name(), account.role().code(), state));
      }
    }
    return 0;
  }

  /** Notes an act of the command line, as it stands in the log for all its acts. */
  static void audit(UserStore users, String action, String object, String detail) {
    users.audit().record(ControlToken.NAME, Role.ADMIN.code(), "", action, object, detail);
  }

  static UserStore open(DataDirectory where) {
    Path data = where.path();
    if (!Files.isDirectory(data)) {
      throw new XRayVisionException(data + ": there is no such directory; name one with --data");
    }
    NativeLibrary.load(data);
    return UserStore.open(data.resolve(SERVER_DB), Clock.systemUTC());
  }

  // Before JDK 22 there is no console where standard input is no terminal; since then, there is one
  // always, and --password-stdin says what is meant.
  @SuppressWarnings("SystemConsoleNull")
  private static String password(boolean fromInput) throws IOException {
    Console console = System.console();
    if (console != null && !fromInput) {
      char[] first = console.readPassword("Password: ");
      char[] second = console.readPassword("Once more: ");
      if (first == null || !Arrays.equals(first, second)) {
        throw new XRayVisionException("The two passwords differ; nothing was changed.");
      }
      return new String(first);
    }
    // Not closed: standard input is not ours. One line is all that is read.
    String line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (line == null || line.isEmpty()) {
      throw new XRayVisionException("No password came on standard input; nothing was changed.");
    }
    return line;
  }

  private void say(String text) {
    spec.commandLine().getOut().println(text);
  }
}
