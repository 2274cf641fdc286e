/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.server.CommitmentPeer.ask;
import static org.xrayvision.server.CommitmentPeer.failures;
import static org.xrayvision.server.CommitmentPeer.kept;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.server.CommitmentPeer.Message;
import org.xrayvision.server.CommitmentPeer.Reference;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;
import org.xrayvision.simulator.dicom.RawAssociation;
import org.xrayvision.simulator.dicom.ScriptedAcceptor;
import org.xrayvision.simulator.dicom.TestAuthority;

/** A requestor of storage commitments that is written byte by byte, against a whole server. */
@Timeout(90)
class StorageCommitmentTest {
  private static final Path CR = Path.of("../testdata/ts/cr_explicit.dcm");
  private static final Path DX = Path.of("../testdata/ro/olteanu_torace_1.dcm");
  private static final String STATUS_CLASS = SOPClass.ComputedRadiographyImageStorage;

  @TempDir Path data;

  private Server start(boolean keepDicom) {
    List<Option> options =
        List.of(
            new Option("--http-port", "DASHBOARD_PORT", "0"),
            new Option("--dicom-port", "AE_PORT", "0"),
            new Option("--keep-dicom", "KEEP_DICOM", keepDicom ? "yes" : "no"));
    Map<String, String> environment =
        Map.of(
            "XRAYVISION_OPENAI_URL_PRIMARY", "http://127.0.0.1:1/v1/chat/completions",
            "XRAYVISION_OPENAI_URL_SECONDARY", "http://127.0.0.1:2/v1/chat/completions");
    return Server.start(
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, environment, options)),
        "correct horse battery",
        null);
  }

  private Reference stored(Path file, String sopClass) throws IOException {
    ServerConnection connection = ServerConnection.to(data);
    String uid =
        connection
            .send(connection.request("/api/import").POST(BodyPublishers.ofFile(file)))
            .path("uid")
            .asText();
    return new Reference(sopClass, uid);
  }

  private Reference storedCr() throws IOException {
    return stored(CR, SOPClass.ComputedRadiographyImageStorage);
  }

  private Reference storedDx() throws IOException {
    return stored(DX, SOPClass.DigitalXRayImageStorageForPresentation);
  }

  private void listensAt(int port) throws IOException {
    Files.writeString(
        data.resolve("local.cfg"),
        "[source:MODALITY]\ncommitment_address = 127.0.0.1:" + port + "\n");
  }

  /** Asks, and reads the report that comes on the same association. */
  private static Message report(Server server, String transaction, Reference... objects)
      throws IOException {
    try (RawAssociation association = CommitmentPeer.open(server.dicomPort(), "MODALITY")) {
      assertThat(ask(association, transaction, objects).number(0x0900)).isZero();
      Message report = CommitmentPeer.read(association.peer());
      CommitmentPeer.answer(association.peer(), report, 0);
      association.release();
      return report;
    }
  }

  @Test
  void whatIsKeptIsCommittedOnTheSameAssociation() throws Exception {
    try (Server server = start(true)) {
      Reference cr = storedCr();
      Reference dx = storedDx();

      Message report = report(server, "1.2.3.4", cr, dx);

      assertThat(report.number(0x0100)).as("N-EVENT-REPORT-RQ").isEqualTo(0x0100);
      assertThat(report.text(0x0002)).isEqualTo(CommitmentPeer.SOP_CLASS);
      assertThat(report.text(0x1000)).isEqualTo(CommitmentPeer.INSTANCE);
      assertThat(report.number(0x1002)).as("Event Type ID").isEqualTo(1);
      assertThat(report.dataSet().string(Tag.TransactionUID)).hasValue("1.2.3.4");
      assertThat(kept(report)).containsExactly(cr.sopInstanceUid(), dx.sopInstanceUid());
      assertThat(report.dataSet().contains(Tag.FailedSOPSequence)).isFalse();
    }
  }

  @Test
  void whatIsMissingOfAnotherClassOrDamagedIsNotCommittedAndTheRestIs() throws Exception {
    try (Server server = start(true)) {
      Reference cr = storedCr();
      Reference dx = storedDx();
      Reference other = new Reference(STATUS_CLASS, dx.sopInstanceUid());
      Reference missing = new Reference(STATUS_CLASS, "1.2.3.99");

      Message report = report(server, "1.2.3.5", cr, missing, other);

      assertThat(report.number(0x1002)).isEqualTo(2);
      assertThat(kept(report)).containsExactly(cr.sopInstanceUid());
      assertThat(failures(report))
          .containsOnly(Map.entry("1.2.3.99", 0x0112), Map.entry(dx.sopInstanceUid(), 0x0119));

      damage(cr);
      Message second = report(server, "1.2.3.6", cr);
      assertThat(second.number(0x1002)).isEqualTo(2);
      assertThat(failures(second)).containsOnly(Map.entry(cr.sopInstanceUid(), 0x0110));
      assertThat(second.dataSet().contains(Tag.ReferencedSOPSequence)).isFalse();

      Files.delete(data.resolve("images").resolve(cr.sopInstanceUid() + ".dcm"));
      assertThat(failures(report(server, "1.2.3.7", cr)))
          .containsOnly(Map.entry(cr.sopInstanceUid(), 0x0112));
    }
  }

  /** One pixel, as a disk may lose it. */
  private void damage(Reference reference) throws IOException {
    Path file = data.resolve("images").resolve(reference.sopInstanceUid() + ".dcm");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(access.length() - 100);
      int value = access.read();
      access.seek(access.length() - 100);
      access.write(value ^ 1);
    }
  }

  @Test
  void whoHangsUpAtOnceIsToldWhereHeListens() throws Exception {
    BlockingQueue<Message> reports = new ArrayBlockingQueue<>(1);
    try (ScriptedAcceptor acceptor = CommitmentPeer.listen(reports::add)) {
      listensAt(acceptor.port());
      try (Server server = start(true)) {
        Reference cr = storedCr();
        RawAssociation association = CommitmentPeer.open(server.dicomPort(), "MODALITY");
        assertThat(ask(association, "1.2.3.8", cr).number(0x0900)).isZero();
        association.close();

        Message report = reports.poll(60, TimeUnit.SECONDS);

        assertThat(acceptor.failure()).isEmpty();
        assertThat(report).isNotNull();
        assertThat(report.number(0x1002)).isEqualTo(1);
        assertThat(report.dataSet().string(Tag.TransactionUID)).hasValue("1.2.3.8");
      }
    }
  }

  @Test
  void whoIsAskedForStudiesOverTlsIsToldOverTls(@TempDir Path issued) throws Exception {
    TestAuthority authority = TestAuthority.in(issued);
    TestAuthority.Issued ours = authority.issue("xrayvision");
    BlockingQueue<Message> reports = new ArrayBlockingQueue<>(1);
    try (ScriptedAcceptor acceptor =
        CommitmentPeer.listen(authority.listen(authority.issue("archive")), reports::add)) {
      listensAt(acceptor.port());
      Files.writeString(
          data.resolve("local.cfg"),
          """
          [dicom]
          tls_certificate = %s
          tls_key = %s
          tls_trust = %s
          [processing]
          NO_QUERY = yes
          [pacs:archive]
          ae_title = MODALITY
          address = 127.0.0.1
          tls = yes
          """
              .formatted(ours.certificate(), ours.key(), authority.trust()),
          StandardOpenOption.APPEND);
      try (Server server = start(true)) {
        Reference cr = storedCr();
        RawAssociation association = CommitmentPeer.open(server.dicomPort(), "MODALITY");
        assertThat(ask(association, "1.2.3.10", cr).number(0x0900)).isZero();
        association.close();

        Message report = reports.poll(60, TimeUnit.SECONDS);

        assertThat(acceptor.failure()).isEmpty();
        assertThat(report).isNotNull();
        assertThat(kept(report)).containsExactly(cr.sopInstanceUid());
      }
    }
  }

  @Test
  void whoAnswersTheReportWithAFailureIsToldOnAnAssociationOfItsOwn() throws Exception {
    BlockingQueue<Message> reports = new ArrayBlockingQueue<>(1);
    try (ScriptedAcceptor acceptor = CommitmentPeer.listen(reports::add)) {
      listensAt(acceptor.port());
      try (Server server = start(true)) {
        Reference cr = storedCr();
        try (RawAssociation association = CommitmentPeer.open(server.dicomPort(), "MODALITY")) {
          ask(association, "1.2.3.9", cr);
          Message first = CommitmentPeer.read(association.peer());
          CommitmentPeer.answer(association.peer(), first, 0x0211);

          Message report = reports.poll(60, TimeUnit.SECONDS);

          assertThat(report).isNotNull();
          assertThat(kept(report)).containsExactly(cr.sopInstanceUid());
        }
      }
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedByItsStatus() throws Exception {
    try (Server server = start(true);
        RawAssociation association = CommitmentPeer.open(server.dicomPort(), "MODALITY")) {
      byte[] good = CommitmentPeer.request("1.2.3.4", List.of(new Reference("1.2", "1.3")));
      String instance = CommitmentPeer.INSTANCE;

      assertThat(ask(association, "1.2.3", 1, good).number(0x0900)).isEqualTo(0x0112);
      assertThat(ask(association, instance, 2, good).number(0x0900)).isEqualTo(0x0123);
      byte[] noItems = CommitmentPeer.request("1.2.3.4", List.of());
      assertThat(ask(association, instance, 1, noItems).number(0x0900)).isEqualTo(0x0115);
      byte[] noUid = CommitmentPeer.request("Popescu", List.of(new Reference("1.2", "1.3")));
      assertThat(ask(association, instance, 1, noUid).number(0x0900)).isEqualTo(0x0115);
      List<Reference> many =
          new ArrayList<>(Collections.nCopies(10_001, new Reference("1.2", "1.3")));
      byte[] tooMany = CommitmentPeer.request("1.2.3.4", many);
      assertThat(ask(association, instance, 1, tooMany).number(0x0900)).isEqualTo(0x0213);
      association.release();
    }
  }

  @Test
  void itIsNotOfferedWhereDicomFilesAreDeleted() {
    try (Server server = start(false)) {
      assertThatThrownBy(
              () -> {
                try (RawAssociation association =
                    CommitmentPeer.open(server.dicomPort(), "MODALITY")) {
                  assertThat(association.context(CommitmentPeer.SOP_CLASS, "1.2.840.10008.1.2.1"))
                      .isEmpty();
                  throw new IOException("no context");
                }
              })
          .hasMessage("no context");
    }
  }

  @Test
  void anAddressThatIsNoneStopsTheStart() throws IOException {
    Files.writeString(data.resolve("local.cfg"), "[source:MODALITY]\ncommitment_address = here\n");

    assertThatThrownBy(() -> start(true)).hasMessageContaining("commitment_address");
  }
}
