/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.simulator.pacs.PacsArchive;

/**
 * The server with DCMTK's dcmqrscp and with Orthanc as its PACS, asked by the command line: each a
 * process of its own.
 */
final class ServedRetrieveIT {
  private static final String AE_TITLE = "QRSCP";
  private static final String SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  @TempDir private Path temp;
  private final PacsArchive archive = new PacsArchive();
  private final int port = freePort();

  @ParameterizedTest
  @CsvSource({"C-MOVE, study", "C-GET, study", "C-MOVE, patient"})
  void dcmqrscpIsAskedAndSendsWhatIsNewAndWhatHasGrown(String method, String root)
      throws Exception {
    Path data = configured(AE_TITLE, port, method, root);
    LocalDateTime today = LocalDateTime.now(ZoneOffset.UTC).minusMinutes(10);
    String grows = archive.addStudy(1, 2, today);
    archive.addStudy(2, 1, today.minusDays(1));
    archive.addStudy(3, 3, today.minusDays(6));
    try (ServerProcess server = ServerProcess.serve(data)) {
      assertThat(query(data, 1)).contains("Nothing listens at 127.0.0.1:" + port);

      Process dcmqrscp = dcmqrscp(server);
      try {
        storeAll(AE_TITLE, port);
        assertThat(query(data, 48)).contains("dcmtk: done: found 2,", "fetched 2, failed 0");
        assertThat(query(data, 48)).contains("here already 2, fetched 0, failed 0");
        assertThat(query(data, 168)).contains("found 3, here already 2, fetched 1, failed 0");

        archive.addImages(grows, 1, 2, today);
        storeAll(AE_TITLE, port);
        assertThat(query(data, 2)).contains("found 1, here already 0, fetched 1, failed 0");
      } finally {
        dcmqrscp.descendants().forEach(ProcessHandle::destroyForcibly);
        dcmqrscp.destroyForcibly().waitFor();
      }
    }
    assertThat(stored(data)).containsExactlyElementsOf(archive.dataSets().keySet()).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-MOVE", "C-GET"})
  void orthancIsAskedAndSendsWhatWeTakeOnce(String method) throws Exception {
    LocalDateTime today = LocalDateTime.now(ZoneOffset.UTC).minusMinutes(10);
    for (int i = 0; i < 10; i++) {
      archive.addStudy(i, 2, today.minusDays(i % 2));
    }
    try (OrthancProcess orthanc = new OrthancProcess(temp.resolve("orthanc"), "XRAYVISION", 1)) {
      Path data = configured(OrthancProcess.AE_TITLE, orthanc.dicomPort(), method, "study");
      storeAll(OrthancProcess.AE_TITLE, orthanc.dicomPort());
      try (ServerProcess server = ServerProcess.serve(data)) {
        if (method.equals("C-MOVE")) {
          assertThat(query(data, 48)).contains("XRAYVISION");
          orthanc.put(
              "/modalities/us", "[\"XRAYVISION\", \"127.0.0.1\", " + server.dicomPort() + "]");
        }
        assertThat(query(data, 48)).contains("failed 0");
        assertThat(query(data, 48)).contains("found 10, here already 10, fetched 0, failed 0");
      }
      assertThat(stored(data)).containsExactlyElementsOf(archive.dataSets().keySet()).hasSize(20);
    }
  }

  private Path configured(String aeTitle, int pacsPort, String method, String root)
      throws IOException {
    Path data = Files.createDirectory(temp.resolve("data"));
    Files.writeString(
        data.resolve("local.cfg"),
        """
        [general]
        time_zone = UTC
        [processing]
        KEEP_DICOM = yes
        QUERY_INTERVAL = 86400
        [pacs:dcmtk]
        ae_title = %s
        address = 127.0.0.1
        port = %d
        method = %s
        root = %s
        """
            .formatted(aeTitle, pacsPort, method, root));
    return data;
  }

  /** Runs {@code xrayvision query} to its end. */
  private static String query(Path data, int hours) throws Exception {
    return Shell.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.xrayvision.server.Main",
            "query",
            "--data",
            data.toString(),
            "--hours",
            Integer.toString(hours))
        .output();
  }

  private Process dcmqrscp(ServerProcess server) throws Exception {
    Path database = Files.createDirectory(temp.resolve("db"));
    Path configuration = temp.resolve("dcmqrscp.cfg");
    Files.writeString(
        configuration,
        """
        NetworkTCPPort  = %d
        MaxPDUSize      = 16384
        MaxAssociations = 16
        HostTable BEGIN
        us = (XRAYVISION, 127.0.0.1, %d)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        %s %s RW (200, 1024mb) ANY
        AETable END
        """
            .formatted(port, server.dicomPort(), AE_TITLE, database));
    Path log = temp.resolve("dcmqrscp.log");
    ProcessBuilder builder =
        new ProcessBuilder("dcmqrscp", "-v", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TCP_NODELAY", "1");
    Process process = builder.start();
    while (true) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(probe.isConnected()).isTrue();
        return process;
      } catch (IOException e) {
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        Thread.sleep(20);
      }
    }
  }

  private void storeAll(String aeTitle, int pacsPort) throws IOException {
    RequestorOptions options =
        RequestorOptions.builder()
            .callingAETitle("MODALITY")
            .calledAETitle(aeTitle)
            .host("127.0.0.1")
            .port(pacsPort)
            .contexts(
                List.of(
                    new ProposedContext(SOPClass.ComputedRadiographyImageStorage, List.of(SYNTAX))))
            .build();
    try (Association association = Association.open(options)) {
      for (Map.Entry<String, byte[]> object : archive.dataSets().entrySet()) {
        assertThat(
                association
                    .store(
                        SOPClass.ComputedRadiographyImageStorage,
                        object.getKey(),
                        SYNTAX,
                        new ByteArrayInputStream(object.getValue()))
                    .isSuccess())
            .isTrue();
      }
    }
  }

  /** The SOP Instance UIDs of the objects whose bytes are here as the PACS was given them. */
  private Set<String> stored(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("images"))) {
      return files
          .filter(file -> file.toString().endsWith(".dcm"))
          .filter(this::isWhatThePacsHas)
          .map(ServedRetrieveIT::uid)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String uid(Path file) {
    return file.getFileName().toString().replace(".dcm", "");
  }

  private boolean isWhatThePacsHas(Path file) {
    try {
      byte[] sent = archive.dataSets().get(uid(file));
      byte[] here = Files.readAllBytes(file);
      int length = sent.length;
      return Arrays.equals(here, here.length - length, here.length, sent, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Below the ephemeral range, where an outgoing connection could take it meanwhile. */
  private static int freePort() {
    Random random = new Random();
    while (true) {
      int port = 20_000 + random.nextInt(10_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; the next one.
      }
    }
  }
}
