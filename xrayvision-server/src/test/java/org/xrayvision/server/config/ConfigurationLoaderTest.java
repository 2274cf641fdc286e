/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.net.CallerOptions;
import org.xrayvision.server.config.ConfigurationSources.Option;

class ConfigurationLoaderTest {
  @TempDir Path data;

  @Test
  void withoutAnyFileTheShippedOneIsRead() {
    ServerConfiguration configuration = load();

    assertThat(configuration.dicom().aeTitle()).isEqualTo("XRAYVISION");
    assertThat(configuration.dicom().port()).isEqualTo(4010);
    assertThat(configuration.dicom().address()).isNull();
    assertThat(configuration.http().port()).isEqualTo(8000);
    assertThat(configuration.http().address()).isNotNull();
    assertThat(configuration.plugins().visionModels())
        .extracting(model -> URI.create(model.settings().get("url")).getPort())
        .containsExactly(8080, 11434);
    assertThat(configuration.users()).isEmpty();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void picturesThatAreTheOnlyCopyAreSaidToBeKept() throws IOException {
    write("local.cfg", "[general]\npicture_days = 365\n");
    assertThat(load().warnings())
        .singleElement()
        .asString()
        .contains("[general] picture_days", "[processing] KEEP_DICOM", "only copy");

    write("local.cfg", "[general]\npicture_days = 365\n[processing]\nKEEP_DICOM = yes\n");
    assertThat(load().warnings()).isEmpty();
  }

  @Test
  void laterLayersWin() throws IOException {
    write("xrayvision.cfg", "[dicom]\nAE_TITLE = FILE\nAE_PORT = 1\nmax_associations = 7\n");
    write("local.cfg", "[dicom]\nae_port = 2\nmax_pdu_length = 8192\n[processing]\nPAGE_SIZE=11\n");

    ServerConfiguration configuration =
        ConfigurationLoader.load(
            new ConfigurationSources(
                data,
                null,
                false,
                Map.of("XRAYVISION_AE_PORT", "3", "XRAYVISION_MAX_PDU_LENGTH", "16384"),
                List.of(new Option("--dicom-port", "AE_PORT", "4"))));

    assertThat(configuration.dicom().aeTitle()).isEqualTo("FILE");
    assertThat(configuration.dicom().maxAssociations()).isEqualTo(7);
    assertThat(configuration.dicom().maxPduLength()).isEqualTo(16384);
    assertThat(configuration.dicom().port()).isEqualTo(4);
    assertThat(configuration.http().pageSize()).isEqualTo(11);
  }

  @Test
  void theNamedFileReplacesTheOneInTheDataDirectoryAndBringsItsOwnLocalFile(@TempDir Path other)
      throws IOException {
    write("xrayvision.cfg", "[dicom]\nAE_TITLE = DATA\n");
    write("local.cfg", "[dicom]\nAE_PORT = 1\n");
    Path named = Files.writeString(other.resolve("site.cfg"), "[dicom]\nAE_TITLE = SITE\n");
    Files.writeString(other.resolve("local.cfg"), "[dicom]\nAE_PORT = 2\n");

    ServerConfiguration configuration =
        ConfigurationLoader.load(new ConfigurationSources(data, named, false, Map.of(), List.of()));

    assertThat(configuration.dicom().aeTitle()).isEqualTo("SITE");
    assertThat(configuration.dicom().port()).isEqualTo(2);
    assertThat(configuration.paths().database()).isEqualTo(data.resolve("xrayvision.db"));
  }

  @Test
  void aLocalFileAloneIsLaidOverTheShippedOne() throws IOException {
    write("local.cfg", "[general]\nXRAYVISION_DB_PATH = db/x.db\ntime_zone = Europe/Bucharest\n");

    ServerConfiguration configuration = load();

    assertThat(configuration.paths().database()).isEqualTo(data.resolve("db/x.db"));
    assertThat(configuration.ingest().timeZone()).isEqualTo(ZoneId.of("Europe/Bucharest"));
    assertThat(configuration.http().address()).isNotNull();
  }

  @Test
  void namesOfEnvironmentVariablesAreThoseOfBefore() {
    ServerConfiguration configuration =
        loadWith(
            Map.of(
                "XRAYVISION_DB_PATH", "other.db",
                "XRAYVISION_MODEL_NAME", "m",
                "XRAYVISION_HTTP_ADDRESS", "*",
                "XRAYVISION_ADMIN_PASSWORD", "no key",
                "XRAYVISION_DICOM_CORPUS", "/no/key",
                "XRAYVISION_PAGE_SIZE", "",
                "AE_TITLE", "NOT_OURS"));

    assertThat(configuration.paths().database()).isEqualTo(data.resolve("other.db"));
    assertThat(configuration.plugins().visionModels().get(0).settings())
        .containsEntry("model", "m");
    assertThat(configuration.http().address()).isNull();
    assertThat(configuration.http().pageSize()).isEqualTo(10);
    assertThat(configuration.dicom().aeTitle()).isEqualTo("XRAYVISION");
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void anUnknownEnvironmentVariableIsAWarning() {
    assertThat(loadWith(Map.of("XRAYVISION_AE_PROT", "1")).warnings())
        .singleElement()
        .asString()
        .contains("XRAYVISION_AE_PROT");
  }

  @Test
  void listsAllValuesThatCannotBeParsed() throws IOException {
    write(
        "xrayvision.cfg",
        """
        [general]
        time_zone = Europe/Bukarest
        log_level = LOUD
        [dicom]
        AE_TITLE = MUCH_TOO_LONG_A_TITLE
        AE_PORT = 70000
        modalities = ,
        fallback_character_set = ISO_IR 999
        [openai]
        OPENAI_URL_PRIMARY = localhost:8080
        parameters_primary = {"a":
        [processing]
        KEEP_DICOM = perhaps
        [supported_regions]
        chest = jein
        [users]
        bob = hush,king
        [source:X]
        time_zone = nowhere
        """);

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(12))
        .hasMessageContaining("xrayvision.cfg:2: [general] time_zone = \"Europe/Bukarest\" must be")
        .hasMessageContaining(
            "xrayvision.cfg:6: [dicom] AE_PORT = \"70000\" must be a whole number in -1 to 65535")
        .hasMessageContaining("KEEP_DICOM = \"perhaps\" must be yes or no")
        .hasMessageContaining("[supported_regions] chest")
        .hasMessageContaining("[users] bob: the role must be admin, radiologist, user or viewer")
        .hasMessageContaining("[source:X] time_zone")
        .hasMessageNotContaining("hush");
  }

  @Test
  void theHospitalsServerIsASourceOfReportsOnceItIsSwitchedOn() throws IOException {
    write(
        "local.cfg",
        """
        [fhir]
        FHIR_URL = http://127.0.0.1:9/fhir
        FHIR_USERNAME = me
        FHIR_PASSWORD = hush
        fhir_dialect = r4
        report_poll_seconds = 5
        """);
    assertThat(load().plugins().reportSources()).isEmpty();

    write("local.cfg", "[processing]\nENABLE_HIS = yes\n");
    assertThatThrownBy(this::load).hasMessageContaining("FHIR_URL is empty");

    write(
        "local.cfg",
        """
        [fhir]
        FHIR_URL = http://127.0.0.1:9/fhir
        FHIR_USERNAME = me
        FHIR_PASSWORD = hush
        fhir_dialect = r4
        report_poll_seconds = 5
        [processing]
        ENABLE_HIS = yes
        """);
    ServerConfiguration configuration = load();
    assertThat(configuration.plugins().reportSources())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.id()).isEqualTo("fhir");
              assertThat(use.settings())
                  .containsEntry("url", "http://127.0.0.1:9/fhir")
                  .containsEntry("dialect", "r4")
                  .containsEntry("username", "me")
                  .containsEntry("password", "hush")
                  .containsKey("time_zone");
            });
    assertThat(configuration.reports().poll()).hasSeconds(5);
    assertThat(configuration.shown().toString()).doesNotContain("hush");
  }

  @Test
  void theUserAndPasswordInAnAddressAreNotPrinted() throws IOException {
    write("local.cfg", "[openai]\nOPENAI_URL_PRIMARY = http://me:h/u@sh@host/v1\n");

    assertThatThrownBy(this::load)
        .hasMessageContaining("OPENAI_URL_PRIMARY = \"http://***@host/v1\"")
        .hasMessageNotContaining("sh@")
        .hasMessageNotContaining("h/u");
  }

  @Test
  void proxiesAreAddressesAndNetworks() throws IOException {
    write("local.cfg", "[dashboard]\ntrusted_proxies = 192.0.2.7, 172.16.0.0/12\n");
    assertThat(load().http().trustedProxies()).hasSize(2);

    write("local.cfg", "[dashboard]\ntrusted_proxies = proxy.local\n");
    assertThatThrownBy(this::load).hasMessageContaining("[dashboard] trusted_proxies");
  }

  @Test
  void aWrongEnvironmentVariableAndOptionAreNamed() {
    assertThatThrownBy(
            () ->
                ConfigurationLoader.load(
                    new ConfigurationSources(
                        data,
                        null,
                        false,
                        Map.of("XRAYVISION_AE_PORT", "x"),
                        List.of(new Option("--http-port", "DASHBOARD_PORT", "-1")))))
        .hasMessageContaining("environment variable XRAYVISION_AE_PORT: [dicom] AE_PORT = \"x\"")
        .hasMessageContaining("option --http-port: [dashboard] DASHBOARD_PORT = \"-1\"");
  }

  @Test
  void unknownKeysAndSectionsAreWarningsThatHelp() throws IOException {
    write(
        "xrayvision.cfg",
        """
        [Dicom]
        AE_TITLE = A
        [dicom]
        AE_TITEL = B
        DASHBOARD_PORT = 1
        [dashboard]
        http_address = *
        [source:A]
        charsett = x
        """);

    assertThat(load().warnings())
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("[Dicom]", "did you mean [dicom]?"),
            text -> assertThat(text).contains(":4:", "ae_titel", "did you mean ae_title?"),
            text -> assertThat(text).contains("dashboard_port; it belongs to [dashboard]"),
            text -> assertThat(text).contains("charsett; did you mean charset?"));
  }

  @Test
  void strictMakesWarningsFatal() throws IOException {
    write("xrayvision.cfg", "[dashboard]\nhttp_address = *\n[dicom]\nnope = 1\n");

    assertThatThrownBy(
            () ->
                ConfigurationLoader.load(
                    new ConfigurationSources(data, null, true, Map.of(), List.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no key nope");
  }

  @Test
  void aFileWithoutHttpAddressListensEverywhereAsBeforeAndWarns() throws IOException {
    write("xrayvision.cfg", "[dashboard]\nDASHBOARD_PORT = 1\n");

    ServerConfiguration configuration = load();

    assertThat(configuration.http().address()).isNull();
    assertThat(configuration.warnings()).singleElement().asString().contains("http_address");
  }

  @Test
  void modalitiesWidenWhatSendersAreOffered() throws IOException {
    assertThat(load().ingest())
        .usingRecursiveComparison()
        .comparingOnlyFields("sopClasses")
        .isEqualTo(IngestOptions.defaults());
    write(
        "local.cfg",
        """
        [dicom]
        modalities = CR, DX, MG
        [source:US1]
        modalities = US
        [source:DIGITIZER]
        modalities = CR, SC
        """);

    IngestOptions ingest = load().ingest();

    assertThat(ingest.modalities()).containsExactlyInAnyOrder("CR", "DX", "MG");
    assertThat(ingest.sopClasses())
        .containsAll(IngestOptions.defaults().sopClasses())
        .contains(
            SOPClass.DigitalMammographyXRayImageStorageForPresentation,
            SOPClass.DigitalMammographyXRayImageStorageForProcessing,
            SOPClass.UltrasoundImageStorage,
            SOPClass.UltrasoundMultiFrameImageStorage,
            SOPClass.SecondaryCaptureImageStorage,
            SOPClass.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
            SOPClass.MultiFrameGrayscaleWordSecondaryCaptureImageStorage)
        .hasSize(12);
  }

  @Test
  void sendersHaveTheirOwnSections() throws IOException {
    write(
        "local.cfg",
        """
        [source:CR ROOM 1]
        charset = ISO_IR 101
        modalities = cr
        time_zone = UTC
        patient_id_namespace = ward2
        address = 192.0.2.1, 198.51.100.0/24
        max_associations = 2
        [source:other]
        [dicom]
        known_sources_only = yes
        """);

    ServerConfiguration configuration = load();

    assertThat(configuration.ingest().sources())
        .containsEntry(
            "CR ROOM 1", new SourceOptions("ISO_IR 101", Set.of("CR"), ZoneId.of("UTC"), "ward2"))
        .containsEntry("other", new SourceOptions(null, null, null, null));
    assertThat(configuration.dicom().callingAETitles())
        .containsExactlyInAnyOrder("CR ROOM 1", "other");
    CallerOptions caller = configuration.dicom().limits().callers().get("CR ROOM 1");
    assertThat(caller.maxAssociations()).isEqualTo(2);
    assertThat(caller.addresses())
        .accepts(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("198.51.100.9"))
        .rejects(InetAddress.getByName("192.0.2.2"));
    assertThat(configuration.dicom().limits().callers()).doesNotContainKey("other");
  }

  @Test
  void knownSourcesOnlyWithoutSourcesIsAProblem() throws IOException {
    write("local.cfg", "[dicom]\nknown_sources_only = yes\n");

    assertThatThrownBy(this::load).hasMessageContaining("known_sources_only");
  }

  @Test
  void samplingParametersGoToTheServerTheyAreConfiguredFor() throws IOException {
    write("local.cfg", "[openai]\nparameters_primary = {\"messages\": [], \"top_k\": 4}\n");

    assertThatThrownBy(this::load)
        .hasMessageContaining("OPENAI_URL_PRIMARY, parameters_primary: parameter messages")
        .hasMessageNotContaining("OPENAI_URL_SECONDARY");
  }

  @Test
  void secretsAreNotShown() throws IOException {
    write(
        "local.cfg",
        """
        [openai]
        OPENAI_API_KEY = hush
        OPENAI_URL_SECONDARY = http://h/v1?key=hush
        [fhir]
        FHIR_PASSWORD = hush
        [users]
        ann = hush,admin
        """);

    ServerConfiguration configuration = load();

    assertThat(configuration.shown()).containsEntry("AE_TITLE", "XRAYVISION");
    assertThat(configuration.shown().toString()).doesNotContain("hush").contains("http://h/v1");
    assertThat(configuration.toString()).doesNotContain("hush");
  }

  private ServerConfiguration load() {
    return loadWith(Map.of());
  }

  private ServerConfiguration loadWith(Map<String, String> environment) {
    return ConfigurationLoader.load(
        new ConfigurationSources(data, null, false, environment, List.of()));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(data.resolve(name), text);
  }
}
