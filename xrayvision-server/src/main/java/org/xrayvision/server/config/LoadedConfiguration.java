/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationEntry.From;
import org.xrayvision.server.config.ConfigurationEntry.Note;
import org.xrayvision.server.config.SourceSections.SourceKey;

/**
 * The whole configuration with where each value comes from. What may be a secret is never shown: of
 * a plugin only what its factory says is none, of an unknown key nothing, since it may be a
 * misspelt one. Immutable.
 */
public final class LoadedConfiguration {
  private static final String ENVIRONMENT = "environment variable ";
  private static final String OPTION = "option ";
  private static final String SHIPPED = "shipped ";
  private static final int LONGEST = 2_000;
  private static final Set<String> WORDS = Set.of("regions", "questions", "supported_regions");
  private static final Set<String> OF_EVERY_PLUGIN = Set.of("id", "reach");

  private final IniFile file;

  LoadedConfiguration(IniFile file) {
    this.file = file;
  }

  /**
   * All keys, the fixed sections first.
   *
   * @param showable the settings of a plugin's id that are no secrets
   */
  public List<ConfigurationEntry> entries(Function<String, Set<String>> showable) {
    List<ConfigurationEntry> entries = new ArrayList<>();
    Keys.ALL.stream()
        .sorted(Comparator.comparing((Key<?> key) -> sectionNumber(key.section())))
        .forEach(key -> entries.add(fixed(key)));
    for (String section : file.sections()) {
      for (IniEntry entry : file.entries(section)) {
        if (!isFixed(entry)) {
          entries.add(free(entry, showable));
        }
      }
    }
    return entries;
  }

  private static int sectionNumber(String section) {
    return Keys.ALL.stream().map(Key::section).distinct().toList().indexOf(section);
  }

  private static boolean isFixed(IniEntry entry) {
    return Keys.ALL.stream()
        .anyMatch(key -> key.section().equals(entry.section()) && key.key().equals(entry.key()));
  }

  private ConfigurationEntry fixed(Key<?> key) {
    Optional<IniEntry> entry = file.entry(key.section(), key.key());
    if (entry.isPresent()) {
      return entry(entry.get(), key.name(), key.isSecret(), null);
    }
    String text = key.defaultText();
    return new ConfigurationEntry(
        key.section(),
        key.name(),
        key.isSecret() || text.isEmpty() ? null : text,
        key.isSecret(),
        !text.isEmpty(),
        From.DEFAULT,
        null,
        0,
        null);
  }

  private ConfigurationEntry free(IniEntry entry, Function<String, Set<String>> showable) {
    String section = entry.section();
    if (section.equals("users")) {
      return entry(entry, entry.key(), true, null);
    }
    if (WORDS.contains(section)) {
      return entry(entry, entry.key(), false, hasNoRule(entry) ? Note.NO_RULE : null);
    }
    if (section.startsWith(PluginSections.PLUGIN)) {
      boolean open =
          OF_EVERY_PLUGIN.contains(entry.key())
              || showable.apply(pluginId(section)).contains(entry.key());
      return entry(entry, entry.key(), !open, null);
    }
    boolean known =
        (section.startsWith(SourceSections.SOURCE) && SourceKey.names().contains(entry.key()))
            || (section.startsWith(PacsSections.PACS) && PacsSections.KEYS.contains(entry.key()));
    return entry(entry, entry.key(), !known, known ? null : Note.NOT_USED);
  }

  private String pluginId(String section) {
    return file.entry(section, "id")
        .map(IniEntry::value)
        .orElse(section.substring(PluginSections.PLUGIN.length()).strip());
  }

  private boolean hasNoRule(IniEntry entry) {
    return entry.section().equals("supported_regions")
        && isTrue(entry.value())
        && file.entry("regions", entry.key()).filter(rule -> !rule.value().isBlank()).isEmpty();
  }

  private static boolean isTrue(String text) {
    try {
      return Forms.bool().parse(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static ConfigurationEntry entry(
      IniEntry entry, String name, boolean secret, @Nullable Note note) {
    Origin origin = entry.origin();
    boolean given = !entry.value().isBlank();
    return new ConfigurationEntry(
        entry.section(),
        name,
        secret || !given ? null : shown(entry.value()),
        secret,
        given,
        from(origin.source()),
        origin.source().replaceFirst("^(" + ENVIRONMENT + "|" + OPTION + "|" + SHIPPED + ")", ""),
        origin.line(),
        note);
  }

  /** Without the password and the query that an address in it may carry. */
  private static String shown(String value) {
    String text = Findings.withoutUserInfo(value).replaceAll("(https?://[^\\s?]*)\\?\\S*", "$1");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static From from(String source) {
    if (source.startsWith(ENVIRONMENT)) {
      return From.ENVIRONMENT;
    }
    if (source.startsWith(OPTION)) {
      return From.OPTION;
    }
    return source.startsWith(SHIPPED) ? From.SHIPPED : From.FILE;
  }

  /** Nothing of what it holds. */
  @Override
  public String toString() {
    return "configuration of " + file.sections().size() + " sections";
  }
}
