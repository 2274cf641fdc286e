/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.net.CallerOptions;

/** Reads the sections {@code [source:AETITLE]}. */
final class SourceSections {
  static final String SOURCE = "source:";

  /** The keys of a source. */
  enum SourceKey {
    ADDRESS,
    CHARSET,
    MODALITIES,
    TIME_ZONE,
    PATIENT_ID_NAMESPACE,
    BURNED_IN_REGIONS,
    COMMITMENT_ADDRESS,
    COMMITMENT_TLS,
    COMMITMENT_TLS_CHECK_HOST,
    MAX_ASSOCIATIONS;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
      return Arrays.stream(values()).map(SourceKey::key).toList();
    }
  }

  private final IniFile file;
  private final Values values;
  private final Findings findings;
  private final Map<String, CallerOptions> callers = new LinkedHashMap<>();
  private final Map<String, String> titles = new LinkedHashMap<>();

  SourceSections(IniFile file, Values values, Findings findings) {
    this.file = file;
    this.values = values;
    this.findings = findings;
  }

  /** The senders by AE title. */
  Map<String, SourceOptions> read() {
    Map<String, SourceOptions> senders = new LinkedHashMap<>();
    for (String section : file.sections()) {
      if (section.startsWith(SOURCE)) {
        readSource(section, senders);
      }
    }
    return senders;
  }

  /** What those senders are held to before they may send, by AE title; after {@link #read}. */
  Map<String, CallerOptions> callers() {
    return Map.copyOf(callers);
  }

  /** Where those senders listen for storage commitments, by AE title; after {@link #read}. */
  Map<String, CommitmentAddress> commitmentAddresses(TlsSettings tls, List<PacsSettings> pacs) {
    CommitmentKeys keys = new CommitmentKeys(file, values, findings, tls, pacs);
    Map<String, CommitmentAddress> addresses = new LinkedHashMap<>();
    titles.forEach(
        (section, title) ->
            keys.read(section, title).ifPresent(address -> addresses.put(title, address)));
    return Map.copyOf(addresses);
  }

  private void readSource(String section, Map<String, SourceOptions> senders) {
    String title;
    try {
      title = Forms.aeTitle().parse(section.substring(SOURCE.length()).strip());
    } catch (IllegalArgumentException e) {
      findings.problem("[" + section + "]: the AE title must be " + e.getMessage());
      return;
    }
    String namespace = check(section, SourceKey.PATIENT_ID_NAMESPACE.key(), namespace());
    String charset = check(section, SourceKey.CHARSET.key(), Forms.characterSet());
    Set<String> modalities = check(section, SourceKey.MODALITIES.key(), Forms.codes());
    ZoneId zone = check(section, SourceKey.TIME_ZONE.key(), Forms.zone());
    List<BurnedInRegion> burnedIn =
        check(section, SourceKey.BURNED_IN_REGIONS.key(), burnedInRegions());
    titles.put(section, title);
    SourceOptions options = new SourceOptions(charset, modalities, zone, namespace, burnedIn);
    if (senders.putIfAbsent(title, options) != null) {
      findings.problem("[" + section + "]: " + title + " has a section already");
    }
    readCaller(section).ifPresent(caller -> callers.put(title, caller));
  }

  private Optional<CallerOptions> readCaller(String section) {
    List<AddressRange> ranges = check(section, SourceKey.ADDRESS.key(), Forms.addressRanges());
    Integer most = check(section, SourceKey.MAX_ASSOCIATIONS.key(), Forms.integer(1, 10_000));
    if (ranges == null && most == null) {
      return Optional.empty();
    }
    return Optional.of(
        new CallerOptions(
            address -> ranges == null || ranges.stream().anyMatch(one -> one.contains(address)),
            most == null ? 0 : most));
  }

  private <T> @Nullable T check(String section, String key, ValueForm<T> form) {
    Optional<IniEntry> entry = given(section, key);
    return entry.isEmpty() ? null : values.parse(entry.get(), key, false, form).orElse(null);
  }

  private Optional<IniEntry> given(String section, String key) {
    return file.entry(section, key).filter(found -> !found.value().isEmpty());
  }

  /** "none", or boxes of four percentages: "0 0 100 8; 0 92 40 8". */
  private static ValueForm<List<BurnedInRegion>> burnedInRegions() {
    return text -> {
      if (text.equalsIgnoreCase("none")) {
        return List.of();
      }
      List<BurnedInRegion> regions = new ArrayList<>();
      for (String box : text.split(";", -1)) {
        String[] parts = box.strip().split("\\s+", -1);
        if (parts.length != 4 || !box.strip().matches("[0-9. ]+")) {
          throw new IllegalArgumentException(
              "none, or boxes of left top width height in percent, with ; between");
        }
        regions.add(
            new BurnedInRegion(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3])));
      }
      return regions;
    };
  }

  /** It is put before patient ids with a colon between, and ends in file names and addresses. */
  private static ValueForm<String> namespace() {
    return text -> {
      if (!text.matches("[A-Za-z0-9_.-]{1,32}")) {
        throw new IllegalArgumentException("1 to 32 of A-Z a-z 0-9 _ . -");
      }
      return text;
    };
  }
}
