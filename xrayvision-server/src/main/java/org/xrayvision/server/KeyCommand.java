/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.ApiKeys;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.UserStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key add|list|revoke}: works beside a running server. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, lists and revokes API keys: what programs send as \"Authorization: Bearer KEY\".",
      "Works while the server runs."
    })
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name one of add, list, revoke");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Makes a key and prints it; it cannot be shown again.")
  int add(
      @Mixin DataDirectory where,
      @Option(
              names = "--allow",
              paramLabel = "ACTION",
              split = ",",
              required = true,
              description = "What it may do, for example see_exams,see_pictures; see \"key list\".")
          List<String> allowed,
      @Option(
              names = "--unmasked",
              description = "Show patients as they are called; without, they are masked.")
          boolean unmasked,
      @Option(names = "--days", paramLabel = "N", description = "It ends after so many days.")
          @Nullable Integer days,
      @Parameters(paramLabel = "NAME") String name) {
    Set<Action> actions = actions(allowed);
    Duration lasts = days == null ? null : Duration.ofDays(days);
    try (UserStore users = UserCommand.open(where)) {
      ApiKeys.Made made = users.keys().add(name, actions, !unmasked, lasts, ControlToken.NAME);
      UserCommand.audit(users, "key_add", name, (unmasked ? "unmasked " : "masked ") + allowed);
      say(made.key());
    }
    return 0;
  }

  private Set<Action> actions(List<String> codes) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String code : codes) {
      actions.add(
          Action.ofCode(code.strip().toLowerCase(Locale.ROOT))
              .filter(ApiKeys.grantable()::contains)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "--allow " + code + ": a key may be given " + grantable())));
    }
    return actions;
  }

  private static String grantable() {
    return ApiKeys.grantable().stream().map(Action::code).collect(Collectors.joining(", "));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the keys, and what keys may be given.")
  int list(@Mixin DataDirectory where) {
    try (UserStore users = UserCommand.open(where)) {
      for (ApiKeys.ApiKey key : users.keys().list()) {
        String state =
            key.revoked() != null
                ? "revoked"
                : key.expires() != null ? "until " + key.expires() : "valid";
        String used = key.lastUsed() == null ? "never used" : "used " + key.lastUsed();
        String actions =
            new TreeSet<>(key.actions())
                .stream().map(Action::code).collect(Collectors.joining(","));
        say(
            String.format(
                Locale.ROOT,
                "%-5d %-24s %-8s %s, %s, %s",
                key.id(),
                key.name(),
                key.masked() ? "masked" : "unmasked",
                state,
                used,
                actions));
      }
    }
    say("A key may be given: " + grantable());
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends a key, named by its number in \"key list\".")
  int revoke(@Mixin DataDirectory where, @Parameters(paramLabel = "NUMBER") long id) {
    try (UserStore users = UserCommand.open(where)) {
      String name =
          users
              .keys()
              .revoke(id)
              .orElseThrow(
                  () ->
                      new XRayVisionException(
                          "There is no key " + id + " that is valid; see \"key list\"."));
      UserCommand.audit(users, "key_revoke", name, "");
      say("revoked " + name);
    }
    return 0;
  }

  private void say(String text) {
    spec.commandLine().getOut().println(text);
  }
}
