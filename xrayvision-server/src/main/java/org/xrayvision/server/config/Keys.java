/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.xrayvision.server.config.Forms.addressRanges;
import static org.xrayvision.server.config.Forms.aeTitle;
import static org.xrayvision.server.config.Forms.bindAddress;
import static org.xrayvision.server.config.Forms.bool;
import static org.xrayvision.server.config.Forms.characterSet;
import static org.xrayvision.server.config.Forms.codes;
import static org.xrayvision.server.config.Forms.host;
import static org.xrayvision.server.config.Forms.hostNames;
import static org.xrayvision.server.config.Forms.hours;
import static org.xrayvision.server.config.Forms.integer;
import static org.xrayvision.server.config.Forms.jsonObject;
import static org.xrayvision.server.config.Forms.minutes;
import static org.xrayvision.server.config.Forms.name;
import static org.xrayvision.server.config.Forms.names;
import static org.xrayvision.server.config.Forms.oneOf;
import static org.xrayvision.server.config.Forms.orEmpty;
import static org.xrayvision.server.config.Forms.quietHours;
import static org.xrayvision.server.config.Forms.seconds;
import static org.xrayvision.server.config.Forms.text;
import static org.xrayvision.server.config.Forms.thresholds;
import static org.xrayvision.server.config.Forms.url;
import static org.xrayvision.server.config.Forms.zone;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xrayvision.core.AlertOptions;

/**
 * Every key of the fixed sections, those of {@code [oidc]} being {@link OidcKeys}. The names in
 * capitals are those of the Python program, and stay; ours are in small letters.
 */
final class Keys {
  private static final int PORT = 65535;
  private static final int DAY = 86_400;
  private static final int MOST_HOURS = 168;
  private static final int MOST_DAYS = 36_500;

  static final Key<String> DB_PATH =
      Key.of("general", "XRAYVISION_DB_PATH", "xrayvision.db", name());
  static final Key<String> BACKUP_DIR =
      Key.of("general", "XRAYVISION_BACKUP_DIR", "backup", name());
  static final Key<ZoneId> TIME_ZONE = Key.of("general", "time_zone", "", zone());
  static final Key<String> LOG_LEVEL =
      Key.of(
          "general",
          "log_level",
          "INFO",
          oneOf("ERROR", "WARN", "INFO", "DEBUG", "WARNING", "CRITICAL"));
  static final Key<Integer> MIN_FREE_MB =
      Key.of("general", "min_free_mb", "500", integer(0, 100_000_000));

  static final Key<Integer> MAINTENANCE_HOUR =
      Key.of("general", "maintenance_hour", "3", integer(-1, 23));
  static final Key<Integer> PURGE_DAYS =
      Key.of("general", "purge_days", "7", integer(0, MOST_DAYS));
  static final Key<Integer> PICTURE_DAYS =
      Key.of("general", "picture_days", "0", integer(0, MOST_DAYS));

  static final Key<String> AE_TITLE = Key.of("dicom", "AE_TITLE", "XRAYVISION", aeTitle());
  static final Key<Integer> AE_PORT = Key.of("dicom", "AE_PORT", "4010", integer(-1, PORT));
  static final Key<Optional<InetAddress>> DICOM_ADDRESS =
      Key.of("dicom", "dicom_address", "", bindAddress());
  static final Key<Boolean> CHECK_CALLED_AE_TITLE =
      Key.of("dicom", "check_called_ae_title", "no", bool());
  static final Key<Boolean> KNOWN_SOURCES_ONLY =
      Key.of("dicom", "known_sources_only", "no", bool());
  static final Key<Set<String>> MODALITIES = Key.of("dicom", "modalities", "CR, DX", codes());
  static final Key<String> FALLBACK_CHARACTER_SET =
      Key.of("dicom", "fallback_character_set", "ISO_IR 192", characterSet());
  static final Key<Integer> MAX_ASSOCIATIONS =
      Key.of("dicom", "max_associations", "32", integer(1, 10_000));
  static final Key<Integer> MAX_ASSOCIATIONS_PER_PEER =
      Key.of("dicom", "max_associations_per_peer", "0", integer(0, 10_000));
  static final Key<Integer> MAX_PDU_LENGTH =
      Key.of("dicom", "max_pdu_length", "262144", integer(4096, 16_777_216));
  static final Key<Duration> ARTIM_TIMEOUT =
      Key.of("dicom", "artim_timeout_seconds", "10", seconds(1, 3600));
  static final Key<Duration> IDLE_TIMEOUT =
      Key.of("dicom", "idle_timeout_seconds", "60", seconds(1, DAY));
  static final Key<Duration> MESSAGE_TIMEOUT =
      Key.of("dicom", "message_timeout_seconds", "600", seconds(1, DAY));
  static final Key<Duration> MAX_ASSOCIATION =
      Key.of("dicom", "max_association_seconds", "0", seconds(0, DAY));
  static final Key<Integer> MIN_BYTES_PER_SECOND =
      Key.of("dicom", "min_bytes_per_second", "1000", integer(0, 1_000_000));
  static final Key<String> TLS = Key.of("dicom", "tls", "off", oneOf("OFF", "SERVER", "MUTUAL"));
  static final Key<Integer> TLS_PORT = Key.of("dicom", "tls_port", "2762", integer(0, PORT));
  static final Key<String> TLS_CERTIFICATE = Key.of("dicom", "tls_certificate", "", text());
  static final Key<String> TLS_KEY = Key.of("dicom", "tls_key", "", text());
  static final Key<String> TLS_KEY_PASSWORD =
      Key.of("dicom", "tls_key_password", "", text()).secret();
  static final Key<String> TLS_KEYSTORE = Key.of("dicom", "tls_keystore", "", text());
  static final Key<String> TLS_KEYSTORE_PASSWORD =
      Key.of("dicom", "tls_keystore_password", "", text()).secret();
  static final Key<String> TLS_TRUST = Key.of("dicom", "tls_trust", "", text());
  static final Key<String> TLS_TRUST_PASSWORD =
      Key.of("dicom", "tls_trust_password", "", text()).secret();
  static final Key<String> TLS_PROFILE =
      Key.of("dicom", "tls_profile", "bcp195", oneOf("BCP195", "TLS13"));
  static final Key<String> REMOTE_AE_TITLE =
      Key.of("dicom", "REMOTE_AE_TITLE", "", orEmpty("", aeTitle()));
  static final Key<String> REMOTE_AE_IP = Key.of("dicom", "REMOTE_AE_IP", "", orEmpty("", host()));
  static final Key<Integer> REMOTE_AE_PORT =
      Key.of("dicom", "REMOTE_AE_PORT", "104", integer(1, PORT));
  static final Key<String> RETRIEVAL_METHOD =
      Key.of("dicom", "RETRIEVAL_METHOD", "C-MOVE", oneOf("C-MOVE", "C-GET"));

  static final Key<Optional<URI>> OPENAI_URL_PRIMARY =
      Key.of("openai", "OPENAI_URL_PRIMARY", "http://127.0.0.1:8080/v1/chat/completions", url());
  static final Key<Optional<URI>> OPENAI_URL_SECONDARY =
      Key.of("openai", "OPENAI_URL_SECONDARY", "http://127.0.0.1:11434/v1/chat/completions", url());
  static final Key<String> OPENAI_API_KEY = Key.of("openai", "OPENAI_API_KEY", "", text()).secret();
  static final Key<String> MODEL_NAME = Key.of("openai", "MODEL_NAME", "medgemma-4b-it", name());

  static final Key<Integer> MAX_TOKENS =
      Key.of("openai", "max_tokens", "2048", integer(1, 1_000_000));
  static final Key<Map<String, String>> PARAMETERS_PRIMARY =
      Key.of("openai", "parameters_primary", "", jsonObject());
  static final Key<Map<String, String>> PARAMETERS_SECONDARY =
      Key.of("openai", "parameters_secondary", "", jsonObject());

  static final Key<String> OPENAI_REACH =
      Key.of("openai", "reach", "auto", oneOf("AUTO", "LOCAL", "EXTERNAL"));

  static final Key<List<String>> VISION_MODEL =
      Key.of("plugins", "vision_model", "openai", names());
  static final Key<List<String>> REPORT_READER =
      Key.of("plugins", "report_reader", "openai", names());
  static final Key<List<String>> REPORT_SOURCE =
      Key.of("plugins", "report_source", "fhir", names());
  static final Key<List<String>> SHADOW_MODEL = Key.of("plugins", "shadow_model", "", names());
  static final Key<List<String>> EXAM_LISTENER = Key.of("plugins", "exam_listener", "", names());
  static final Key<List<String>> PATIENT_ID_SCHEME =
      Key.of("plugins", "patient_id_scheme", "cnp", names());
  static final Key<List<String>> NOTIFIER = Key.of("plugins", "notifier", "ntfy", names());
  static final Key<List<String>> ESCALATION_NOTIFIER =
      Key.of("plugins", "escalation_notifier", "ntfy", names());
  static final Key<String> PLUGIN_DIRECTORY =
      Key.of("plugins", "plugin_directory", "plugins", name());

  static final Key<Integer> DASHBOARD_PORT =
      Key.of("dashboard", "DASHBOARD_PORT", "8000", integer(0, PORT));
  static final Key<Optional<InetAddress>> HTTP_ADDRESS =
      Key.of("dashboard", "http_address", "", bindAddress());
  static final Key<Set<String>> HOST_NAMES = Key.of("dashboard", "host_names", "", hostNames());
  static final Key<List<AddressRange>> TRUSTED_PROXIES =
      Key.of("dashboard", "trusted_proxies", "127.0.0.1, ::1", addressRanges());
  static final Key<List<AddressRange>> METRICS_FROM =
      Key.of("dashboard", "metrics_from", "", addressRanges());

  static final Key<String> HTTP_TLS_CERTIFICATE =
      Key.of("dashboard", "http_tls_certificate", "", text());
  static final Key<String> HTTP_TLS_KEY = Key.of("dashboard", "http_tls_key", "", text());
  static final Key<String> HTTP_TLS_KEY_PASSWORD =
      Key.of("dashboard", "http_tls_key_password", "", text()).secret();
  static final Key<Integer> RATE_ADDRESS =
      Key.of("dashboard", "requests_per_second_address", "2000", integer(0, 1_000_000));
  static final Key<Integer> RATE_USER =
      Key.of("dashboard", "requests_per_second_user", "1000", integer(0, 1_000_000));
  static final Key<String> BURNED_IN_FOR_MASKED =
      Key.of("dashboard", "burned_in_for_masked", "withhold", oneOf("WITHHOLD", "SHOW"));
  static final Key<Duration> SESSION_IDLE =
      Key.of("dashboard", "session_idle_minutes", "120", minutes(1, DAY / 60));
  static final Key<Duration> SESSION_MAXIMUM =
      Key.of("dashboard", "session_hours", "12", hours(1, MOST_HOURS));

  static final Key<Optional<URI>> NTFY_URL =
      Key.of("notifications", "NTFY_URL", "", url()).secret();
  static final Key<String> NTFY_TOKEN = Key.of("notifications", "ntfy_token", "", text()).secret();
  static final Key<String> NTFY_USERNAME =
      Key.of("notifications", "ntfy_username", "", text()).secret();
  static final Key<String> NTFY_PASSWORD =
      Key.of("notifications", "ntfy_password", "", text()).secret();
  static final Key<String> NTFY_REACH =
      Key.of("notifications", "ntfy_reach", "auto", oneOf("AUTO", "LOCAL", "EXTERNAL"));
  static final Key<Optional<URI>> PUBLIC_URL = Key.of("notifications", "public_url", "", url());
  static final Key<Boolean> ALERT_DETAILS = Key.of("notifications", "alert_details", "no", bool());
  static final Key<Boolean> ALERT_PICTURE = Key.of("notifications", "alert_picture", "no", bool());
  static final Key<Map<String, Integer>> REGION_THRESHOLDS =
      Key.of("notifications", "region_thresholds", "", thresholds());
  static final Key<Integer> CRITICAL_SEVERITY =
      Key.of("notifications", "critical_severity", "8", integer(1, 10));
  static final Key<Optional<AlertOptions.QuietHours>> QUIET_HOURS =
      Key.of("notifications", "quiet_hours", "", quietHours());
  static final Key<Boolean> QUIET_HOURS_CRITICAL =
      Key.of("notifications", "quiet_hours_critical", "yes", bool());
  static final Key<Integer> ALERTS_PER_MINUTE =
      Key.of("notifications", "alerts_per_minute", "10", integer(2, 1000));
  static final Key<Integer> ESCALATE_MINUTES =
      Key.of("notifications", "escalate_minutes", "0", integer(0, 10_080));
  static final Key<Optional<URI>> ESCALATE_URL =
      Key.of("notifications", "escalate_url", "", url()).secret();
  static final Key<Optional<URI>> FHIR_URL = Key.of("fhir", "FHIR_URL", "", url());
  static final Key<String> FHIR_USERNAME = Key.of("fhir", "FHIR_USERNAME", "", text()).secret();
  static final Key<String> FHIR_PASSWORD = Key.of("fhir", "FHIR_PASSWORD", "", text()).secret();
  static final Key<String> FHIR_TOKEN = Key.of("fhir", "fhir_token", "", text()).secret();
  static final Key<String> FHIR_DIALECT =
      Key.of("fhir", "fhir_dialect", "hipocrate", oneOf("HIPOCRATE", "R4"));
  static final Key<String> FHIR_PATIENT_SYSTEM =
      Key.of("fhir", "fhir_patient_identifier_system", "", text());
  static final Key<String> FHIR_ACCESSION_SYSTEM =
      Key.of("fhir", "fhir_accession_system", "", text());
  static final Key<Duration> REPORT_POLL =
      Key.of("fhir", "report_poll_seconds", "60", seconds(1, DAY));
  static final Key<Integer> REPORT_REQUESTS =
      Key.of("fhir", "report_requests", "1", integer(1, 16));
  static final Key<String> REPORT_LANGUAGE = Key.of("fhir", "report_language", "ro", name());
  static final Key<String> TRANSLATION_LANGUAGE =
      Key.of("fhir", "translation_language", "en", name());

  static final Key<Integer> PAGE_SIZE = Key.of("processing", "PAGE_SIZE", "10", integer(1, 500));
  static final Key<Boolean> KEEP_DICOM = Key.of("processing", "KEEP_DICOM", "no", bool());
  static final Key<Boolean> LOAD_DICOM = Key.of("processing", "LOAD_DICOM", "no", bool());
  static final Key<Boolean> NO_QUERY = Key.of("processing", "NO_QUERY", "no", bool());
  static final Key<Boolean> ENABLE_NTFY = Key.of("processing", "ENABLE_NTFY", "no", bool());
  static final Key<Boolean> ENABLE_HIS = Key.of("processing", "ENABLE_HIS", "no", bool());
  static final Key<Duration> QUERY_INTERVAL =
      Key.of("processing", "QUERY_INTERVAL", "300", seconds(1, DAY));
  static final Key<Integer> QUERY_HOURS =
      Key.of("processing", "query_hours", "3", integer(1, MOST_HOURS));
  static final Key<Set<String>> QUERY_MODALITIES =
      Key.of("processing", "query_modalities", "", orEmpty(Set.of(), codes()));
  static final Key<Duration> RETRIEVE_TIMEOUT =
      Key.of("processing", "retrieve_timeout_seconds", "300", seconds(1, DAY));
  static final Key<Integer> RETRIEVE_ATTEMPTS =
      Key.of("processing", "retrieve_attempts", "5", integer(1, 100));
  static final Key<Duration> RETRIEVE_BACKOFF =
      Key.of("processing", "retrieve_backoff_seconds", "60", seconds(1, DAY));
  static final Key<Boolean> TRANSLATE_EXISTING =
      Key.of("processing", "translate_existing", "no", bool());
  static final Key<Integer> SEVERITY_THRESHOLD =
      Key.of("processing", "SEVERITY_THRESHOLD", "5", integer(1, 10));
  static final Key<Integer> WORKERS = Key.of("processing", "workers", "1", integer(1, 64));
  static final Key<Duration> DEADLINE =
      Key.of("processing", "deadline_seconds", "300", seconds(1, DAY));
  static final Key<Integer> ATTEMPTS = Key.of("processing", "attempts", "3", integer(1, 100));
  static final Key<Duration> FIRST_BACKOFF =
      Key.of("processing", "first_backoff_seconds", "5", seconds(1, 3600));
  static final Key<Duration> HEALTH_INTERVAL =
      Key.of("processing", "health_interval_seconds", "60", seconds(1, DAY));
  static final Key<Duration> STUDY_QUIET =
      Key.of("processing", "study_quiet_seconds", "0", seconds(0, DAY));
  static final Key<Integer> PRIOR_MONTHS =
      Key.of("processing", "prior_months", "3", integer(0, 1200));
  static final Key<Integer> MAX_PRIORS = Key.of("processing", "max_priors", "3", integer(0, 20));
  static final Key<Integer> MAX_QUEUED =
      Key.of("processing", "max_queued", "0", integer(0, 100_000_000));

  private static final List<Key<?>> UP_TO_DASHBOARD =
      List.of(
          DB_PATH,
          BACKUP_DIR,
          TIME_ZONE,
          LOG_LEVEL,
          MIN_FREE_MB,
          MAINTENANCE_HOUR,
          PURGE_DAYS,
          PICTURE_DAYS,
          AE_TITLE,
          AE_PORT,
          DICOM_ADDRESS,
          CHECK_CALLED_AE_TITLE,
          KNOWN_SOURCES_ONLY,
          MODALITIES,
          FALLBACK_CHARACTER_SET,
          MAX_ASSOCIATIONS,
          MAX_ASSOCIATIONS_PER_PEER,
          MAX_PDU_LENGTH,
          ARTIM_TIMEOUT,
          IDLE_TIMEOUT,
          MESSAGE_TIMEOUT,
          MAX_ASSOCIATION,
          MIN_BYTES_PER_SECOND,
          TLS,
          TLS_PORT,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_KEY_PASSWORD,
          TLS_KEYSTORE,
          TLS_KEYSTORE_PASSWORD,
          TLS_TRUST,
          TLS_TRUST_PASSWORD,
          TLS_PROFILE,
          REMOTE_AE_TITLE,
          REMOTE_AE_IP,
          REMOTE_AE_PORT,
          RETRIEVAL_METHOD,
          OPENAI_URL_PRIMARY,
          OPENAI_URL_SECONDARY,
          OPENAI_API_KEY,
          MODEL_NAME,
          MAX_TOKENS,
          PARAMETERS_PRIMARY,
          PARAMETERS_SECONDARY,
          OPENAI_REACH,
          VISION_MODEL,
          REPORT_READER,
          REPORT_SOURCE,
          SHADOW_MODEL,
          EXAM_LISTENER,
          PATIENT_ID_SCHEME,
          NOTIFIER,
          ESCALATION_NOTIFIER,
          PLUGIN_DIRECTORY,
          DASHBOARD_PORT,
          HTTP_ADDRESS,
          HOST_NAMES,
          TRUSTED_PROXIES,
          METRICS_FROM,
          HTTP_TLS_CERTIFICATE,
          HTTP_TLS_KEY,
          HTTP_TLS_KEY_PASSWORD,
          RATE_ADDRESS,
          RATE_USER,
          BURNED_IN_FOR_MASKED,
          SESSION_IDLE,
          SESSION_MAXIMUM);

  private static final List<Key<?>> FROM_NOTIFICATIONS =
      List.of(
          NTFY_URL,
          NTFY_TOKEN,
          NTFY_USERNAME,
          NTFY_PASSWORD,
          NTFY_REACH,
          PUBLIC_URL,
          ALERT_DETAILS,
          ALERT_PICTURE,
          REGION_THRESHOLDS,
          CRITICAL_SEVERITY,
          QUIET_HOURS,
          QUIET_HOURS_CRITICAL,
          ALERTS_PER_MINUTE,
          ESCALATE_MINUTES,
          ESCALATE_URL,
          FHIR_URL,
          FHIR_USERNAME,
          FHIR_PASSWORD,
          FHIR_TOKEN,
          FHIR_DIALECT,
          FHIR_PATIENT_SYSTEM,
          FHIR_ACCESSION_SYSTEM,
          REPORT_POLL,
          REPORT_REQUESTS,
          REPORT_LANGUAGE,
          TRANSLATION_LANGUAGE,
          PAGE_SIZE,
          KEEP_DICOM,
          LOAD_DICOM,
          NO_QUERY,
          ENABLE_NTFY,
          ENABLE_HIS,
          QUERY_INTERVAL,
          QUERY_HOURS,
          QUERY_MODALITIES,
          RETRIEVE_TIMEOUT,
          RETRIEVE_ATTEMPTS,
          RETRIEVE_BACKOFF,
          TRANSLATE_EXISTING,
          SEVERITY_THRESHOLD,
          WORKERS,
          DEADLINE,
          ATTEMPTS,
          FIRST_BACKOFF,
          HEALTH_INTERVAL,
          STUDY_QUIET,
          PRIOR_MONTHS,
          MAX_PRIORS,
          MAX_QUEUED);

  /** All of them, in the order of the shipped file. */
  static final List<Key<?>> ALL =
      Stream.of(UP_TO_DASHBOARD, OidcKeys.ALL, FROM_NOTIFICATIONS).flatMap(List::stream).toList();

  private Keys() {}

  /** The key of this name, in any case; the names differ in every section. */
  static Optional<Key<?>> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(key -> key.key().equals(wanted)).findFirst();
  }
}
