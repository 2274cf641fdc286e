/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;

/** Reads the sections {@code [pacs:NAME]} and, as one of the name {@code default}, REMOTE_AE_*. */
final class PacsSections {
  static final String PACS = "pacs:";
  static final List<String> KEYS =
      List.of("ae_title", "address", "port", "method", "root", "tls", "tls_check_host");
  private static final String DEFAULT = "default";
  private static final int DEFAULT_PORT = 104;

  private final IniFile file;
  private final Values values;
  private final Findings findings;
  private final TlsSettings tls;

  PacsSections(IniFile file, Values values, Findings findings, TlsSettings tls) {
    this.tls = tls;
    this.file = file;
    this.values = values;
    this.findings = findings;
  }

  RetrieveSettings read(Set<String> takenModalities) {
    Map<String, PacsSettings> pacs = new LinkedHashMap<>();
    readRemote(pacs);
    for (String section : file.sections()) {
      if (section.startsWith(PACS)) {
        readSection(section, pacs);
      }
    }
    Set<String> wanted = values.get(Keys.QUERY_MODALITIES);
    return new RetrieveSettings(
        List.copyOf(pacs.values()),
        values.get(Keys.NO_QUERY),
        values.get(Keys.QUERY_INTERVAL),
        Duration.ofHours(values.get(Keys.QUERY_HOURS)),
        wanted.isEmpty() ? takenModalities : wanted,
        values.get(Keys.RETRIEVE_TIMEOUT),
        values.get(Keys.RETRIEVE_ATTEMPTS),
        values.get(Keys.RETRIEVE_BACKOFF));
  }

  private void readRemote(Map<String, PacsSettings> pacs) {
    String title = values.get(Keys.REMOTE_AE_TITLE);
    String host = values.get(Keys.REMOTE_AE_IP);
    if (title.isEmpty() != host.isEmpty()) {
      findings.problem(
          "[dicom] REMOTE_AE_TITLE and REMOTE_AE_IP: only one of them is set; set both to have"
              + " studies fetched from that PACS, or neither");
    } else if (!title.isEmpty()) {
      pacs.put(
          DEFAULT,
          new PacsSettings(
              DEFAULT,
              title,
              host,
              values.get(Keys.REMOTE_AE_PORT),
              method(values.get(Keys.RETRIEVAL_METHOD)),
              PacsSettings.Root.STUDY));
    }
  }

  private void readSection(String section, Map<String, PacsSettings> pacs) {
    String name = section.substring(PACS.length()).strip();
    if (!name.matches("[A-Za-z0-9_.-]{1,32}")) {
      findings.problem("[" + section + "]: the name must be 1 to 32 of A-Z a-z 0-9 _ . -");
      return;
    }
    Optional<String> title = required(section, "ae_title", Forms.aeTitle());
    Optional<String> host = required(section, "address", Forms.host());
    int port = optional(section, "port", Forms.integer(1, 65_535)).orElse(DEFAULT_PORT);
    String method =
        optional(section, "method", Forms.oneOf("C-MOVE", "C-GET"))
            .orElseGet(() -> values.get(Keys.RETRIEVAL_METHOD));
    String root = optional(section, "root", Forms.oneOf("STUDY", "PATIENT")).orElse("STUDY");
    if (title.isPresent() && host.isPresent()) {
      PacsSettings settings =
          new PacsSettings(
              name,
              title.get(),
              host.get(),
              port,
              method(method),
              PacsSettings.Root.valueOf(root),
              tls(section));
      if (pacs.putIfAbsent(name, settings) != null) {
        findings.problem(
            "["
                + section
                + "]: there is a PACS of this name already"
                + (name.equals(DEFAULT) ? ", the one of [dicom] REMOTE_AE_TITLE" : ""));
      }
    }
  }

  /**
   * With the certificate of [dicom] and whom that trusts; a PACS is often certified by name only.
   */
  private @Nullable TlsOptions tls(String section) {
    boolean checked = optional(section, "tls_check_host", Forms.bool()).orElse(true);
    return optional(section, "tls", Forms.bool()).orElse(false)
        ? tls.requestor().withHostNameVerified(checked)
        : null;
  }

  private static PacsSettings.Method method(String words) {
    return PacsSettings.Method.ofWords(words);
  }

  private <T> Optional<T> required(String section, String key, ValueForm<T> form) {
    if (given(section, key).isEmpty()) {
      findings.problem("[" + section + "] " + key + " is missing");
    }
    return optional(section, key, form);
  }

  private <T> Optional<T> optional(String section, String key, ValueForm<T> form) {
    return given(section, key).flatMap(entry -> values.parse(entry, key, false, form));
  }

  private Optional<IniEntry> given(String section, String key) {
    return file.entry(section, key).filter(found -> !found.value().isEmpty());
  }
}
