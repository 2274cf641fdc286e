/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.server.config.OpenAiSection.NamedUse;

/**
 * Reads {@code [plugins]} and the sections {@code [plugin:NAME]}. Whether a plugin is there and
 * understands its settings is found out when it is made, and costs that plugin alone.
 */
final class PluginSections {
  static final String PLUGIN = "plugin:";
  private static final String ID = "id";
  private static final String REACH = "reach";

  /** Kinds of plugin that the servers of [openai] can be. */
  private static final List<Key<?>> SPOKEN_TO =
      List.of(Keys.VISION_MODEL, Keys.SHADOW_MODEL, Keys.REPORT_READER);

  private static final String ID_FORM = "[a-z0-9][a-z0-9-]*";

  private final IniFile file;
  private final Values values;
  private final Findings findings;
  private final Map<String, String> sections = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  PluginSections(IniFile file, Values values, Findings findings) {
    this.file = file;
    this.values = values;
    this.findings = findings;
  }

  PluginSettings read(Path data, Map<String, SourceOptions> senders) {
    collectSections();
    List<NamedUse> openAi = new OpenAiSection(values, findings).read();
    List<NamedUse> models = uses(Keys.VISION_MODEL, openAi);
    List<NamedUse> readers = uses(Keys.REPORT_READER, openAi);
    List<NamedUse> sources = sources();
    List<NamedUse> shadows = uses(Keys.SHADOW_MODEL, openAi);
    List<NamedUse> listeners = uses(Keys.EXAM_LISTENER, List.of());
    List<NamedUse> schemes = uses(Keys.PATIENT_ID_SCHEME, List.of());
    if (schemes.size() > 1) {
      findings.problem("[plugins] patient_id_scheme names more than one: ids are read by one");
    }
    NotificationSection ntfy = new NotificationSection(values, findings);
    List<NamedUse> notifiers = notifiers(Keys.NOTIFIER, ntfy::notifier);
    List<NamedUse> escalation = notifiers(Keys.ESCALATION_NOTIFIER, ntfy::escalation);
    if (values.get(Keys.VISION_MODEL).isEmpty()) {
      findings.problem("[plugins] vision_model is empty: name who looks at the pictures");
    }
    for (Key<List<String>> key : List.of(Keys.VISION_MODEL, Keys.REPORT_READER)) {
      boolean needed = key.equals(Keys.VISION_MODEL) || values.isGiven(key);
      if (openAi.isEmpty() && needed && values.get(key).contains(OpenAiSection.ID)) {
        findings.problem(
            "[openai] OPENAI_URL_PRIMARY and OPENAI_URL_SECONDARY are both empty, but "
                + key
                + " names openai: name the address of a model");
      }
    }
    reportUnused();
    warnOfExternal(Stream.concat(models.stream(), shadows.stream()).distinct().toList(), senders);
    return new PluginSettings(
        data.resolve(values.get(Keys.PLUGIN_DIRECTORY)),
        models.stream().map(NamedUse::use).toList(),
        readers.stream().map(NamedUse::use).toList(),
        sources.stream().map(NamedUse::use).toList(),
        shadows.stream().map(NamedUse::use).toList(),
        listeners.stream().map(NamedUse::use).toList(),
        schemes.stream().map(NamedUse::use).toList(),
        notifiers.stream().map(NamedUse::use).toList(),
        escalation.stream().map(NamedUse::use).toList());
  }

  /** None unless the hospital's system is switched on. */
  private List<NamedUse> sources() {
    List<NamedUse> fhir = new FhirSection(values, findings).read();
    List<NamedUse> sources = new ArrayList<>();
    for (String name : values.get(Keys.REPORT_SOURCE)) {
      if (name.equals(FhirSection.ID) && !sections.containsKey(name)) {
        sources.addAll(fhir);
      } else {
        use(Keys.REPORT_SOURCE, name).ifPresent(sources::add);
      }
    }
    return values.get(Keys.ENABLE_HIS) ? sources : List.of();
  }

  /** None unless notifications are switched on. */
  private List<NamedUse> notifiers(Key<List<String>> key, Supplier<List<NamedUse>> ntfy) {
    boolean on = values.get(Keys.ENABLE_NTFY);
    List<NamedUse> notifiers = new ArrayList<>();
    for (String name : values.get(key)) {
      if (!name.equals(NotificationSection.ID) || sections.containsKey(name)) {
        use(key, name).ifPresent(notifiers::add);
      } else if (on) {
        notifiers.addAll(ntfy.get());
      }
    }
    if (!on && !notifiers.isEmpty()) {
      findings.warning(key + " is set, but [processing] ENABLE_NTFY = no: nobody is told");
    }
    return on ? notifiers : List.of();
  }

  private void collectSections() {
    for (String section : file.sections()) {
      if (section.startsWith(PLUGIN)) {
        String name = section.substring(PLUGIN.length()).strip();
        if (name.equals(OpenAiSection.ID)) {
          findings.problem(
              "["
                  + section
                  + "]: openai means the section [openai]; give this one another name, with id ="
                  + " openai in it");
        } else if (name.isEmpty() || name.contains(",")) {
          findings.problem("[" + section + "]: the name must be a word without commas");
        } else if (sections.putIfAbsent(name, section) != null) {
          findings.problem("[" + section + "]: " + name + " has a section already");
        }
      }
    }
  }

  private List<NamedUse> uses(Key<List<String>> key, List<NamedUse> openAi) {
    List<NamedUse> uses = new ArrayList<>();
    for (String name : values.get(key)) {
      if (name.equals(OpenAiSection.ID) && SPOKEN_TO.contains(key)) {
        uses.addAll(openAi);
      } else {
        use(key, name).ifPresent(uses::add);
      }
    }
    return uses;
  }

  private Optional<NamedUse> use(Key<?> key, String name) {
    String section = sections.get(name);
    if (section != null) {
      used.add(section);
      return Optional.of(new NamedUse("[" + section + "]", use(section, name)));
    }
    if (name.matches(ID_FORM)) {
      return Optional.of(new NamedUse(key + " = " + name, PluginUse.of(name)));
    }
    findings.problem(
        key
            + " names "
            + name
            + ": there is no section ["
            + PLUGIN
            + name
            + "], and the id of a plugin is lower-case letters, digits and -");
    return Optional.empty();
  }

  private PluginUse use(String section, String name) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (IniEntry entry : file.entries(section)) {
      if (!entry.key().equals(ID) && !entry.key().equals(REACH)) {
        settings.put(entry.key(), entry.value());
      }
    }
    String id = file.entry(section, ID).map(IniEntry::value).orElse(name);
    if (!id.matches(ID_FORM)) {
      findings.problem(
          "[" + section + "] id must be the id of a plugin: lower-case letters, digits and -");
    }
    return new PluginUse(id, settings, reach(section, settings));
  }

  private Reach reach(String section, Map<String, String> settings) {
    Optional<IniEntry> given = file.entry(section, REACH);
    if (given.isPresent()) {
      return values
          .parse(given.get(), REACH, false, Forms.oneOf("LOCAL", "EXTERNAL"))
          .map(Reach::valueOf)
          .orElse(Reach.EXTERNAL);
    }
    List<String> perhapsOutside =
        settings.entrySet().stream()
            .filter(setting -> isPerhapsOutside(setting.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!perhapsOutside.isEmpty()) {
      findings.problem(
          "["
              + section
              + "] reach is missing, and the address in "
              + String.join(", ", perhapsOutside)
              + " may be outside the house: set reach = local or reach = external");
    }
    return Reach.LOCAL;
  }

  private static boolean isPerhapsOutside(String text) {
    if (!text.strip().matches("(?is)https?:.*")) {
      return false;
    }
    try {
      return Reach.of(URI.create(text.strip())) == Reach.EXTERNAL;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private void reportUnused() {
    for (String section : sections.values()) {
      if (!used.contains(section)) {
        findings.warning("[" + section + "] is named by no key of [plugins]; it is not used");
      }
    }
  }

  /** No picture is sent out before somebody has said what is burned into it. */
  private void warnOfExternal(List<NamedUse> models, Map<String, SourceOptions> senders) {
    String external =
        models.stream()
            .filter(model -> model.use().reach() == Reach.EXTERNAL)
            .map(NamedUse::where)
            .collect(Collectors.joining(" and "));
    boolean known =
        !senders.isEmpty()
            && senders.values().stream().allMatch(sender -> sender.burnedInRegions() != null);
    if (!external.isEmpty() && !known) {
      findings.warning(
          external
              + " is outside the house, and gets no picture of a sender whose [source:AETITLE] does"
              + " not set burned_in_regions; if it is the hospital's own, set reach = local");
    }
  }
}
