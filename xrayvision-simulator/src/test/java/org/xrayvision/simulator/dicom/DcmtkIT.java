/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;

/** DCMTK's programs against our listener, and our requestor against DCMTK's storescp. */
@Timeout(120)
class DcmtkIT {
  private static final Path PICTURES = Path.of("../testdata/ts");

  @TempDir private Path folder;

  @Test
  void echoscuIsAnswered() throws Exception {
    try (TestListener listener = TestListener.start()) {
      String output = dcmtk().run("echoscu", "-v", "--repeat", "3", "127.0.0.1", port(listener));
      assertThat(output).contains("Received Echo Response (Success)");
      listener.await("released ECHOSCU");
    }
  }

  @Test
  void echoscuIsRejectedByItsTitles() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.checkCalledAETitle(true))) {
      String output = dcmtk().fail("echoscu", "-v", "-aec", "WRONG", "127.0.0.1", port(listener));
      assertThat(output).contains("Called AE Title Not Recognized");
      dcmtk().run("echoscu", "-aec", "RECEIVER", "127.0.0.1", port(listener));
    }
  }

  @ParameterizedTest(name = "storescu {0} --max-pdu {1} {2}")
  @CsvSource({
    "-xe, 4096, cr_explicit.dcm",
    "-xe, 131072, cr_explicit.dcm",
    "-xi, 4096, cr_implicit.dcm",
    "-xi, 131072, cr_implicit.dcm",
    "-xb, 4096, cr_bigendian.dcm",
    "-xb, 131072, cr_bigendian.dcm",
    "-xi, 16384, cr_explicit.dcm",
    "-x=, 16384, cr_implicit.dcm"
  })
  void whatStorescuSendsArrivesByteForByte(String syntaxes, String maxPdu, String file)
      throws Exception {
    for (String required : List.of("-R", "+C")) { // few contexts, and all that DCMTK knows
      int ourMax = Integer.parseInt(maxPdu);
      try (TestListener listener = TestListener.start(options -> options.maxPduLength(ourMax));
          RecordingProxy proxy = RecordingProxy.start(listener.port())) {
        String to = String.valueOf(proxy.port());
        String path = PICTURES.resolve(file).toString();
        dcmtk().run("storescu", required, syntaxes, "-pdu", maxPdu, "127.0.0.1", to, path, path);
        assertThat(proxy.stores()).hasSize(2);
        assertSameAsOnTheWire(listener, proxy);
      }
    }
  }

  @Test
  void fourStorescuAtTheSameTimeAreServed() throws Exception {
    Path picture = PICTURES.resolve("cr_explicit.dcm");
    try (TestListener listener = TestListener.start();
        RecordingProxy proxy = RecordingProxy.start(listener.port())) {
      List<Process> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("storescu", "-R", "-xe", "127.0.0.1"));
        command.add(String.valueOf(proxy.port()));
        for (int n = 0; n < 10; n++) {
          command.add(picture.toString());
        }
        senders.add(dcmtk().start(command));
      }
      for (Process sender : senders) {
        assertThat(sender.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sender.exitValue()).isZero();
      }
      assertThat(proxy.stores()).hasSize(40).allMatch(store -> store.status() == 0);
      assertSameAsOnTheWire(listener, proxy);
    }
  }

  @Test
  void aCompressedFileIsRefusedAtNegotiation() throws Exception {
    try (TestListener listener = TestListener.start()) {
      String path = PICTURES.resolve("cr_j2k90.dcm").toString();
      dcmtk().fail("storescu", "-R", "-xv", "127.0.0.1", port(listener), path);
      assertThat(listener.stored()).isEmpty();
    }
  }

  @ParameterizedTest(name = "storescp --max-pdu {0}")
  @CsvSource({"4096", "16384", "131072"})
  void whatWeSendToStorescpArrivesByteForByte(String maxPdu) throws Exception {
    byte[] explicit = dataSet("cr_explicit.dcm");
    byte[] implicit = dataSet("cr_implicit.dcm");
    try (Dcmtk.StoreScp scp = dcmtk().storescp("+B", "-pdu", maxPdu);
        Association association = Association.open(to(scp.port()).build())) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      assertThat(send(association, "1.2.3.1", EXPLICIT, explicit)).isEqualTo(Status.SUCCESS);
      assertThat(send(association, "1.2.3.2", IMPLICIT, implicit)).isEqualTo(Status.SUCCESS);
      association.release();
      assertEndsWith(folder.resolve("CR.1.2.3.1"), explicit);
      assertEndsWith(folder.resolve("CR.1.2.3.2"), implicit);
    }
  }

  @Test
  void storescpRefusesAndWeSayWhy() throws Exception {
    try (Dcmtk.StoreScp scp = dcmtk().storescp("--refuse")) {
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class, () -> Association.open(to(scp.port()).build()));
      assertThat(e.kind()).isEqualTo(AssociationException.Kind.REJECTED);
    }
  }

  @Test
  void storescpAbortsAndWeSayWhy() throws Exception {
    byte[] dataSet = dataSet("cr_explicit.dcm");
    try (Dcmtk.StoreScp scp = dcmtk().storescp("--abort-after");
        Association association = Association.open(to(scp.port()).build())) {
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class, () -> send(association, "1.2.3", EXPLICIT, dataSet));
      assertThat(e.kind()).isEqualTo(AssociationException.Kind.ABORTED_BY_PEER);
    }
  }

  private static void assertSameAsOnTheWire(TestListener listener, RecordingProxy proxy)
      throws Exception {
    for (RecordingProxy.Store store : proxy.stores()) {
      assertThat(store.status()).isZero();
      byte[] received = listener.stored().get(store.sopInstanceUid());
      assertThat((long) received.length).isEqualTo(store.length()).isGreaterThan(100_000);
      assertThat(sha256(received)).isEqualTo(store.sha256());
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] dataSet(String name) throws IOException {
    Path file = PICTURES.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    try (DicomFile dicom = DicomFile.open(file)) {
      return Arrays.copyOfRange(bytes, (int) dicom.dataSetOffset(), bytes.length);
    }
  }

  private static void assertEndsWith(Path file, byte[] dataSet) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length).isGreaterThan(dataSet.length);
    assertThat(Arrays.copyOfRange(bytes, bytes.length - dataSet.length, bytes.length))
        .isEqualTo(dataSet);
  }

  private static Status send(Association association, String uid, String syntax, byte[] dataSet)
      throws IOException {
    return association.store(CR, uid, syntax, new ByteArrayInputStream(dataSet));
  }

  private static RequestorOptions.Builder to(int port) {
    return RequestorOptions.builder()
        .callingAETitle("SENDER")
        .calledAETitle("STORESCP")
        .host("127.0.0.1")
        .port(port)
        .contexts(
            List.of(
                ProposedContext.of("1.2.840.10008.1.1", IMPLICIT),
                ProposedContext.of(CR, EXPLICIT),
                ProposedContext.of(CR, IMPLICIT)));
  }

  private static String port(TestListener listener) {
    return String.valueOf(listener.port());
  }

  private Dcmtk dcmtk() {
    return new Dcmtk(folder);
  }
}
