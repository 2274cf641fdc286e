/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.ConfigurationSources.Option;
import org.xrayvision.server.config.PacsSettings.Method;
import org.xrayvision.server.config.PacsSettings.Root;

/** Which PACS the configuration names. */
final class PacsSectionsTest {
  @TempDir Path folder;

  private ServerConfiguration load(String text, Option... options) throws IOException {
    Files.writeString(folder.resolve("local.cfg"), text);
    return ConfigurationLoader.load(
        new ConfigurationSources(folder, null, false, Map.of(), List.of(options)));
  }

  @Test
  void withoutAPacsNobodyIsAsked() throws IOException {
    ServerConfiguration configuration = load("");
    RetrieveSettings settings = configuration.retrieve();

    assertThat(settings.pacs()).isEmpty();
    assertThat(settings.isActive()).isFalse();
    assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.lookBack()).isEqualTo(Duration.ofHours(3));
    assertThat(settings.modalities()).containsExactlyInAnyOrder("CR", "DX");
    assertThat(configuration.shown()).containsEntry("query_hours", 3);
  }

  @Test
  void theKeysOfThePythonProgramAreThePacsOfTheNameDefault() throws IOException {
    ServerConfiguration configuration =
        load(
            """
            [dicom]
            REMOTE_AE_TITLE = ARCHIVE
            REMOTE_AE_IP = 192.0.2.8
            REMOTE_AE_PORT = 11112
            RETRIEVAL_METHOD = c-get
            """);

    assertThat(configuration.retrieve().isActive()).isTrue();
    assertThat(configuration.retrieve().pacs())
        .containsExactly(
            new PacsSettings("default", "ARCHIVE", "192.0.2.8", 11112, Method.C_GET, Root.STUDY));
    assertThat(configuration.retrieve().pacs().get(0).address())
        .isEqualTo("ARCHIVE@192.0.2.8:11112");
  }

  @Test
  void severalPacsHaveSectionsOfTheirOwn() throws IOException {
    RetrieveSettings settings =
        load("""
                [pacs:Main]
                ae_title = ARCHIVE
                address = pacs.local
                [pacs:old]
                ae_title = OLD ONE
                address = fd00::8
                port = 11113
                method = C-GET
                root = patient
                [processing]
                NO_QUERY = yes
                query_hours = 168
                query_modalities = dx
                """)
            .retrieve();

    assertThat(settings.pacs())
        .containsExactly(
            new PacsSettings("Main", "ARCHIVE", "pacs.local", 104, Method.C_MOVE, Root.STUDY),
            new PacsSettings("old", "OLD ONE", "fd00::8", 11113, Method.C_GET, Root.PATIENT));
    assertThat(settings.isActive()).isFalse();
    assertThat(settings.lookBack()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.modalities()).containsExactly("DX");
  }

  @Test
  void theCommandLineChangesTheMethodOfThoseThatHaveNone() throws IOException {
    RetrieveSettings settings =
        load(
                """
                [pacs:a]
                ae_title = A
                address = a
                [pacs:b]
                ae_title = B
                address = b
                method = C-MOVE
                """,
                new Option("--retrieval-method", "RETRIEVAL_METHOD", "C-GET"),
                new Option("--no-query", "NO_QUERY", "yes"))
            .retrieve();

    assertThat(settings.noQuery()).isTrue();
    assertThat(settings.pacs())
        .extracting(PacsSettings::method)
        .containsExactly(Method.C_GET, Method.C_MOVE);
  }

  @Test
  void allThatIsWrongIsListedAtOnce() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    [dicom]
                    REMOTE_AE_TITLE = ARCHIVE
                    [processing]
                    QUERY_INTERVAL = often
                    query_hours = 169
                    [pacs:none]
                    [pacs:a b]
                    [pacs:c]
                    ae_title = A\\B
                    address = http://x
                    port = many
                    method = C-STORE
                    root = both
                    """))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(11)
                    .anySatisfy(p -> assertThat(p).contains("REMOTE_AE_IP: only one of them"))
                    .anySatisfy(p -> assertThat(p).contains("QUERY_INTERVAL = \"often\""))
                    .anySatisfy(p -> assertThat(p).contains("a whole number in 1 to 168"))
                    .contains("[pacs:none] ae_title is missing", "[pacs:none] address is missing")
                    .anySatisfy(p -> assertThat(p).startsWith("[pacs:a b]: the name must be"))
                    .anySatisfy(p -> assertThat(p).contains("[pacs:c] address = \"http://x\""))
                    .anySatisfy(p -> assertThat(p).contains("[pacs:c] port"))
                    .anySatisfy(p -> assertThat(p).contains("[pacs:c] root"))
                    .anySatisfy(p -> assertThat(p).contains("[pacs:c] method")));
  }

  @Test
  void aNameStandsForOnePacs() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    [dicom]
                    REMOTE_AE_TITLE = ARCHIVE
                    REMOTE_AE_IP = 192.0.2.8
                    [pacs:default]
                    ae_title = OTHER
                    address = 192.0.2.9
                    """))
        .hasMessageContaining("[pacs:default]: there is a PACS of this name already")
        .hasMessageContaining("REMOTE_AE_TITLE");
  }

  @Test
  void aPacsThatMovesToUsMustBeAKnownSourceWhereOthersAreRefused() throws IOException {
    String text =
        """
        [dicom]
        known_sources_only = yes
        [source:ROOM]
        [pacs:main]
        ae_title = ARCHIVE
        address = a
        """;

    assertThat(load(text).warnings())
        .anySatisfy(warning -> assertThat(warning).contains("there is no [source:ARCHIVE]"));
    assertThat(load(text + "method = C-GET\n").warnings())
        .noneSatisfy(warning -> assertThat(warning).contains("ARCHIVE"));
    assertThat(load(text + "[source:ARCHIVE]\n").warnings())
        .noneSatisfy(warning -> assertThat(warning).contains("ARCHIVE"));
  }

  @Test
  void fetchingWhatWouldBeRefusedIsWarnedOf() throws IOException {
    assertThat(load("[processing]\nquery_modalities = CR, MG\n").warnings())
        .anySatisfy(text -> assertThat(text).contains("query_modalities names MG"));
  }

  @Test
  void aPacsMayBeCalledOverTls() throws IOException {
    List<PacsSettings> pacs =
        load("""
                [pacs:plain]
                ae_title = A
                address = 192.0.2.8
                [pacs:secret]
                ae_title = B
                address = 192.0.2.9
                tls = yes
                tls_check_host = no
                """)
            .retrieve()
            .pacs();

    assertThat(pacs.get(0).tls()).isNull();
    assertThat(pacs.get(1).tls()).isNotNull();
  }
}
