/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.dicom.net.Listeners.CR;
import static org.xrayvision.dicom.net.Listeners.EXPLICIT;
import static org.xrayvision.dicom.net.Listeners.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.io.DicomException;

/** Our user of C-ECHO and C-STORE against our provider, over loopback. */
@Timeout(120)
class StoreAndEchoTest {
  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final Recorder recorder = new Recorder();

  @Test
  void echoIsAnsweredWithSuccess() throws IOException {
    try (DicomListener listener = Listeners.start(this::hash, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      assertThat(association.echo().isSuccess()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 4096, 1",
    "4096, 0, 4",
    "131072, 131072, 1",
    "131072, 4096, 4",
    "0, 0, 1",
    "0, 131072, 4"
  })
  void theBytesOfADataSetArriveUnchanged(int ourMax, int peerMax, int associations)
      throws Exception {
    AcceptorOptions options = Listeners.options().maxPduLength(ourMax).build();
    ExecutorService senders = Executors.newFixedThreadPool(associations);
    try (DicomListener listener = Listeners.start(options, this::hash, recorder)) {
      RequestorOptions to = Listeners.to(listener).maxPduLength(peerMax).build();
      List<Future<Map<String, String>>> sent = new ArrayList<>();
      for (int i = 0; i < associations; i++) {
        int sender = i;
        sent.add(senders.submit(() -> send(to, sender)));
      }
      for (Future<Map<String, String>> hashes : sent) {
        assertThat(stored).containsAllEntriesOf(hashes.get());
      }
    } finally {
      senders.shutdownNow();
    }
  }

  /** Lengths around those at which a fragment ends, also the empty data set. */
  private static Map<String, String> send(RequestorOptions to, int sender) throws Exception {
    Map<String, String> hashes = new ConcurrentHashMap<>();
    Random random = new Random(sender);
    int[] lengths = {0, 1, 4089, 4090, 4091, 8180, 131065, 131066, 131067, 1048570, 3_000_001};
    try (Association association = Association.open(to)) {
      for (int length : lengths) {
        byte[] dataSet = new byte[length];
        random.nextBytes(dataSet);
        String uid = "1.2." + sender + "." + length;
        Status status = association.store(CR, uid, EXPLICIT, new ByteArrayInputStream(dataSet));
        assertThat(status).isEqualTo(Status.SUCCESS);
        hashes.put(uid, hash(dataSet));
      }
    }
    return hashes;
  }

  @Test
  void theHandlerIsToldWhoSendsWhat() throws IOException {
    List<StoreRequest> requests = new ArrayList<>();
    StoreHandler handler =
        (request, dataSet) -> {
          requests.add(request);
          return new Status(0xA700, "disk full \\ țară");
        };
    try (DicomListener listener = Listeners.start(handler, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      Status status =
          association.store(CR, "1.2.3", IMPLICIT, new ByteArrayInputStream(new byte[9]));

      assertThat(status).isEqualTo(new Status(0xA700, "disk full / ?ar?"));
      StoreRequest request = requests.get(0);
      assertThat(request.sopClassUid()).isEqualTo(CR);
      assertThat(request.sopInstanceUid()).isEqualTo("1.2.3");
      assertThat(request.transferSyntaxUid()).isEqualTo(IMPLICIT);
      assertThat(request.messageId()).isEqualTo(1);
      assertThat(request.moveOriginatorAETitle()).isNull();
      assertThat(request.peer().callingAETitle()).isEqualTo("SENDER");
      assertThat(request.peer().calledAETitle()).isEqualTo("RECEIVER");
    }
  }

  @Test
  void anErrorCommentIsCutAfter64Characters() throws IOException {
    StoreHandler handler = (request, dataSet) -> new Status(0xC000, "x".repeat(100));
    try (DicomListener listener = Listeners.start(handler, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThat(store(association, "1.2")).isEqualTo(new Status(0xC000, "x".repeat(64)));
    }
  }

  @Test
  void whatAHandlerThrowsBecomesAStatusAndTheAssociationLives() throws IOException {
    StoreHandler handler =
        (request, dataSet) -> {
          switch (request.sopInstanceUid()) {
            case "1.1" -> throw new IOException("secret path");
            case "1.2" -> throw new DicomException("secret tag");
            case "1.3" -> throw new IllegalStateException("bug");
            case "1.4" -> throw new StackOverflowError();
            case "1.5" -> throw new AssertionError();
            default -> {
              assertThat(dataSet.readNBytes(10)).hasSize(10);
              return Status.SUCCESS; // the rest is left unread
            }
          }
        };
    try (DicomListener listener = Listeners.start(handler, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThat(store(association, "1.1").code()).isEqualTo(0xA700);
      assertThat(store(association, "1.2").code()).isEqualTo(0xC000);
      assertThat(store(association, "1.3").code()).isEqualTo(0x0110);
      assertThat(store(association, "1.4").code()).isEqualTo(0x0110);
      assertThat(store(association, "1.5").code()).isEqualTo(0x0110);
      assertThat(store(association, "1.3").comment()).doesNotContain("bug");
      assertThat(store(association, "1.6").code()).isEqualTo(0x0000);
    }
    assertThat(recorder.all()).filteredOn(event -> event.startsWith("handlerFailed")).hasSize(6);
  }

  @Test
  void aHandlerWithoutAnAnswerIsAProcessingFailure() throws IOException {
    StoreHandler handler = Listeners.answering(null);
    try (DicomListener listener = Listeners.start(handler, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThat(store(association, "1.2").code()).isEqualTo(0x0110);
    }
  }

  @Test
  void everyWayToReadTheStreamGivesTheSameBytes() throws Exception {
    Map<String, byte[]> read = new ConcurrentHashMap<>();
    StoreHandler handler =
        (request, dataSet) -> {
          read.put(request.sopInstanceUid(), readBy(request.sopInstanceUid(), dataSet));
          assertThat(dataSet.read()).isEqualTo(-1);
          assertThat(dataSet.skip(1)).isZero();
          return Status.SUCCESS;
        };
    byte[] dataSet = new byte[300_001];
    new Random(1).nextBytes(dataSet);
    try (DicomListener listener = Listeners.start(handler, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      for (String way : List.of("1", "2", "3", "4")) {
        association.store(CR, way, EXPLICIT, new ByteArrayInputStream(dataSet));
        assertThat(read.get(way)).as("way %s", way).isEqualTo(dataSet);
      }
    }
  }

  private static byte[] readBy(String way, InputStream dataSet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (way) {
      case "1" -> dataSet.transferTo(out);
      case "2" -> out.writeBytes(dataSet.readAllBytes());
      case "3" -> {
        for (int b = dataSet.read(); b >= 0; b = dataSet.read()) {
          out.write(b);
        }
      }
      default -> {
        byte[] buffer = new byte[100_000];
        for (int n = dataSet.read(buffer); n >= 0; n = dataSet.read(buffer)) {
          out.write(buffer, 0, n);
        }
      }
    }
    return out.toByteArray();
  }

  @Test
  void anInvalidInstanceUidIsRefusedAndNeverReachesTheHandler() throws IOException {
    try (DicomListener listener = Listeners.start(this::hash, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThat(store(association, "../../etc/passwd").code()).isEqualTo(0x0117);
      assertThat(store(association, "1..2").code()).isEqualTo(0x0117);
      assertThat(store(association, "").code()).isEqualTo(0x0117);
      assertThat(store(association, "1." + "2".repeat(63)).code()).isEqualTo(0x0117);
      assertThat(stored).isEmpty();
      assertThat(store(association, "1.02." + "2".repeat(59)).code()).isEqualTo(0x0000);
    }
    assertThat(recorder.all())
        .filteredOn(event -> event.startsWith("requestRefused " + CR + " 0117"))
        .hasSize(4);
  }

  @Test
  void aStreamThatFailsAbortsTheAssociation() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("disk");
          }
        };
    try (DicomListener listener = Listeners.start(this::hash, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThatThrownBy(() -> association.store(CR, "1.2", EXPLICIT, broken)).hasMessage("disk");
      assertThatThrownBy(association::echo)
          .isInstanceOfSatisfying(
              AssociationException.class,
              e -> assertThat(e.kind()).isEqualTo(AssociationException.Kind.ABORTED));
      recorder.await("aborted");
    }
    assertThat(stored).isEmpty();
  }

  @Test
  void aContextThatWasNotAcceptedIsToldAndTheAssociationLives() throws IOException {
    try (DicomListener listener = Listeners.start(this::hash, recorder);
        Association association = Association.open(Listeners.to(listener).build())) {
      assertThatThrownBy(
              () ->
                  association.store(
                      SOPClass.SecondaryCaptureImageStorage,
                      "1.2",
                      EXPLICIT,
                      InputStream.nullInputStream()))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("abstract syntax not supported");
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  private static Status store(Association association, String uid) throws IOException {
    return association.store(CR, uid, EXPLICIT, new ByteArrayInputStream(new byte[100_000]));
  }

  private Status hash(StoreRequest request, InputStream dataSet) throws IOException {
    byte[] bytes = dataSet.readAllBytes();
    stored.put(request.sopInstanceUid(), hash(bytes));
    return Status.SUCCESS;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
