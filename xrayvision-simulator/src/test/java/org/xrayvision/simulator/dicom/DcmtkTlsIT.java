/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.TlsOptions;

/** DICOM over TLS with DCMTK (OpenSSL) at the other end, in both roles. */
@Timeout(120)
class DcmtkTlsIT {
  private static final Path PICTURE = Path.of("../testdata/ts/cr_explicit.dcm");

  @TempDir private static Path folder;
  @TempDir private static Path strangers;
  @TempDir private Path out;

  private static TestAuthority authority;
  private static TestAuthority.Issued server;
  private static TestAuthority.Issued client;
  private static TestAuthority other;
  private static TestAuthority.Issued stranger;

  @BeforeAll
  static void issue() throws IOException {
    authority = TestAuthority.in(folder);
    server = authority.issue("server");
    client = authority.issue("client");
    other = TestAuthority.in(strangers);
    stranger = other.issue("stranger");
  }

  // ---- as SCP

  @ParameterizedTest(name = "echoscu +tla {0}")
  @ValueSource(strings = {"--profile-bcp195-nd", "--profile-bcp195", "--profile-bcp195-ex"})
  void echoscuWithoutCertificateIsAnswered(String profile) throws Exception {
    try (TestListener listener = listening(acceptor())) {
      String output =
          dcmtk()
              .run("echoscu", "-v", "+tla", profile, "+cf", trust(), "127.0.0.1", port(listener));
      assertThat(output).contains("Received Echo Response (Success)");
      listener.await("released ECHOSCU");
    }
  }

  @Test
  void whatStorescuSendsWithItsCertificateArrives() throws Exception {
    try (TestListener listener = listening(mutual())) {
      dcmtk().run(sender("storescu", client, listener, PICTURE.toString(), PICTURE.toString()));
      listener.await("released STORESCU");
      assertThat(listener.stored()).hasSize(1);
      byte[] stored = listener.stored().values().iterator().next();
      assertThat(stored.length).isGreaterThan(100_000);
    }
  }

  @Test
  void mutualRefusesWhoShowsNoneOrThatOfAStranger() throws Exception {
    try (TestListener listener = listening(mutual())) {
      dcmtk().fail("echoscu", "-v", "+tla", "+cf", trust(), "127.0.0.1", port(listener));
      assertThat(listener.await("aborted")).contains("shows no certificate");
      dcmtk().fail(sender("echoscu", stranger, listener));
      listener.awaitAll("aborted", 2);
      dcmtk().run(sender("echoscu", client, listener));
      assertThat(listener.events()).noneMatch(event -> event.startsWith("rejected"));
    }
  }

  @Test
  void echoscuThatTrustsAnotherAuthorityDoesNotTalkToUs() throws Exception {
    try (TestListener listener = listening(acceptor())) {
      dcmtk()
          .fail(
              "echoscu",
              "-v",
              "+tla",
              "+cf",
              other.trust().toString(),
              "127.0.0.1",
              port(listener));
      assertThat(listener.await("aborted")).contains("trust our certificate");
    }
  }

  @Test
  void echoscuWithoutTlsIsEndedOnTheTlsPort() throws Exception {
    try (TestListener listener = listening(acceptor())) {
      dcmtk().fail("echoscu", "-v", "127.0.0.1", port(listener));
      assertThat(listener.await("aborted")).contains("speaks without TLS");
    }
  }

  /** OpenSSL, told to go as low as it can, is refused below TLS 1.2. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void openSslWithAnOldVersionIsRefused(String version) throws Exception {
    try (TestListener listener = listening(acceptor())) {
      String to = "127.0.0.1:" + port(listener);
      String seclevel = "DEFAULT@SECLEVEL=0";
      dcmtk().fail("openssl", "s_client", version, "-cipher", seclevel, "-connect", to);
      assertThat(listener.await("aborted")).contains("TLS");
    }
    try (TestListener listener = listening(acceptor())) {
      String to = "127.0.0.1:" + port(listener);
      assertThat(dcmtk().run("openssl", "s_client", "-tls1_3", "-connect", to)).contains("TLSv1.3");
    }
  }

  // ---- as SCU

  @Test
  void storescpWithTlsTakesWhatWeSend() throws Exception {
    try (Dcmtk.StoreScp scp = storescp(client, "+tls")) {
      assertThat(store(scp, trusting().build())).isZero();
      try (var files = Files.list(out)) {
        assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("CR."));
      }
    }
  }

  @Test
  void storescpThatWantsACertificateGetsOurs() throws Exception {
    try (Dcmtk.StoreScp scp = storescp(server, "+tls", "+cf", trust(), "-rc")) {
      TlsOptions ours = trusting().certificate(client.certificate(), client.key(), null).build();
      assertThat(store(scp, ours)).isZero();
      TlsOptions none = trusting().build();
      assertThat(catchThrowableOfType(AssociationException.class, () -> store(scp, none)))
          .isNotNull();
      TlsOptions strange =
          trusting().certificate(stranger.certificate(), stranger.key(), null).build();
      assertThat(catchThrowableOfType(AssociationException.class, () -> store(scp, strange)))
          .isNotNull();
      assertThat(store(scp, ours)).isZero();
    }
  }

  @Test
  void aStorescpOfAnotherAuthorityIsNotSentTo() throws Exception {
    try (Dcmtk.StoreScp scp = storescp(stranger, "+tls")) {
      AssociationException e =
          catchThrowableOfType(AssociationException.class, () -> store(scp, trusting().build()));
      assertThat(e.kind()).isEqualTo(AssociationException.Kind.CONNECT_FAILED);
      assertThat(e).hasMessageContaining("of nobody whom we trust");
    }
  }

  // ---- files as OpenSSL writes them

  @ParameterizedTest(name = "openssl pkcs8 {0}")
  @ValueSource(
      strings = {
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc -v2prf hmacWithSHA512",
        "-v1 PBE-SHA1-3DES",
        "-scrypt"
      })
  void anEncryptedKeyOpensWithItsPassword(String options) throws Exception {
    Path key = out.resolve("encrypted.key");
    List<String> command = new ArrayList<>(List.of("openssl", "pkcs8", "-topk8"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-in", server.key().toString(), "-out", key.toString()));
    command.addAll(List.of("-passout", "pass:opens"));
    dcmtk().run(command.toArray(String[]::new));
    if (options.equals("-scrypt")) {
      assertThat(problem(key, "opens")).contains("password does not open");
      return; // the JDK does not know it; the sentence says so
    }
    assertThat(withKey(key, "opens").build().expires()).isPresent();
    assertThat(problem(key, "wrong")).contains("password does not open");
    assertThat(problem(key, null)).contains("give its password");
  }

  @Test
  void theSentenceAboutAnOldKeyHasACommandThatWorks() throws Exception {
    Path key = out.resolve("old.key");
    dcmtk()
        .run(
            "openssl",
            "rsa",
            "-traditional",
            "-in",
            server.key().toString(),
            "-out",
            key.toString());
    String sentence = problem(key, null);
    assertThat(sentence).contains("convert it with: openssl");
    String command = sentence.substring(sentence.indexOf("openssl"));
    dcmtk().run(command.split(" "));
    assertThat(withKey(out.resolve("old.key.pkcs8"), null).build().expires()).isPresent();
  }

  // ---- what the tests share

  private static String problem(Path key, String password) {
    return catchThrowableOfType(
            IllegalArgumentException.class, () -> withKey(key, password).build())
        .getMessage();
  }

  private static TlsOptions.Builder withKey(Path key, String password) {
    char[] secret = password == null ? null : password.toCharArray();
    return TlsOptions.builder().certificate(server.certificate(), key, secret);
  }

  private static TlsOptions.Builder acceptor() {
    return TlsOptions.builder().certificate(server.certificate(), server.key(), null);
  }

  private static TlsOptions.Builder mutual() {
    return acceptor().trust(authority.trust(), null).clientCertificateRequired(true);
  }

  private static TlsOptions.Builder trusting() {
    return TlsOptions.builder().trust(authority.trust(), null);
  }

  private static TestListener listening(TlsOptions.Builder tls) throws IOException {
    return TestListener.start(options -> options.port(-1).tls(0, tls.build()));
  }

  private static String trust() {
    return authority.trust().toString();
  }

  private static String port(TestListener listener) {
    return String.valueOf(listener.listener().tlsPort());
  }

  private static String[] sender(
      String program, TestAuthority.Issued issued, TestListener listener, String... files) {
    List<String> command = new ArrayList<>(List.of(program, "-v", "+tls"));
    command.addAll(List.of(issued.key().toString(), issued.certificate().toString()));
    command.addAll(List.of("+cf", trust(), "127.0.0.1", port(listener)));
    command.addAll(List.of(files));
    return command.toArray(String[]::new);
  }

  private static int store(Dcmtk.StoreScp scp, TlsOptions tls) throws IOException {
    RequestorOptions to =
        RequestorOptions.builder()
            .calledAETitle("STORESCP")
            .host("localhost")
            .port(scp.port())
            .tls(tls)
            .contexts(
                List.of(
                    ProposedContext.of(SOPClass.Verification, IMPLICIT),
                    ProposedContext.of(CR, EXPLICIT)))
            .build();
    byte[] bytes = Files.readAllBytes(PICTURE);
    try (DicomFile file = DicomFile.open(PICTURE);
        Association association = Association.open(to)) {
      assertThat(association.echo().code()).isZero();
      String uid = file.dataSet().string(Tag.SOPInstanceUID).orElseThrow();
      int offset = (int) file.dataSetOffset();
      InputStream dataSet = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
      int status = association.store(CR, uid, EXPLICIT, dataSet).code();
      association.release();
      return status;
    }
  }

  /** DCMTK's receiver with this certificate. */
  private Dcmtk.StoreScp storescp(TestAuthority.Issued issued, String tls, String... options)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(tls));
    all.addAll(List.of(issued.key().toString(), issued.certificate().toString()));
    all.addAll(options.length == 0 ? List.of("-ic") : List.of(options));
    return dcmtk().storescp(all.toArray(String[]::new));
  }

  private Dcmtk dcmtk() {
    return new Dcmtk(out);
  }
}
