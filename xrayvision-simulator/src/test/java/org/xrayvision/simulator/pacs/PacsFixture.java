/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreRequest;

/** A PACS with three studies of two images each, and a listener that C-MOVE sends to. */
final class PacsFixture implements AutoCloseable {
  static final LocalDateTime FIRST_DAY = LocalDateTime.of(2026, 1, 30, 23, 50);
  static final String SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  final QueryRetrievePacs pacs;
  final List<String> studies = new ArrayList<>();
  final Map<String, byte[]> received = new ConcurrentHashMap<>();
  final List<StoreRequest> requests = new CopyOnWriteArrayList<>();
  private final DicomListener listener;

  PacsFixture() throws IOException {
    PacsArchive archive = new PacsArchive();
    for (int i = 0; i < 3; i++) {
      studies.add(archive.addStudy(i, 2, FIRST_DAY.plusDays(i)));
    }
    pacs = QueryRetrievePacs.start("PACS", archive);
    listener =
        new DicomListener(
            AcceptorOptions.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .closeGrace(Duration.ofMillis(200))
                .storageSopClassUids(List.of(SOPClass.ComputedRadiographyImageStorage))
                .build(),
            this::store,
            AssociationListener.NONE);
    listener.start();
    pacs.destination("XRAYVISION", "127.0.0.1", listener.port());
  }

  Association open() throws IOException {
    return open(options -> options);
  }

  /** An association for everything. */
  Association open(UnaryOperator<RequestorOptions.Builder> change) throws IOException {
    return Association.open(change.apply(options()).build());
  }

  RequestorOptions.Builder options() {
    List<String> cr = List.of(SOPClass.ComputedRadiographyImageStorage);
    RequestorOptions.Builder options =
        RequestorOptions.builder()
            .calledAETitle("PACS")
            .host("127.0.0.1")
            .port(pacs.port())
            .responseTimeout(Duration.ofSeconds(30))
            .retrieveResponseTimeout(Duration.ofSeconds(30))
            .forMove(QueryRoot.STUDY);
    List<ProposedContext> contexts = new ArrayList<>(options.build().contexts());
    options.forGet(QueryRoot.STUDY, cr, List.of(SYNTAX));
    contexts.addAll(options.build().contexts());
    return options.contexts(contexts);
  }

  /** Takes what a C-GET or the listener brings. */
  Status store(StoreRequest request, InputStream dataSet) throws IOException {
    byte[] bytes = dataSet.readAllBytes();
    requests.add(request);
    received.put(request.sopInstanceUid(), bytes);
    return Status.SUCCESS;
  }

  static DataSet allStudies() {
    return QueryLevel.STUDY.identifier().set(Tag.StudyInstanceUID).build();
  }

  static DataSet study(String... uids) {
    return QueryLevel.STUDY.identifier().set(Tag.StudyInstanceUID, uids).build();
  }

  @Override
  public void close() {
    pacs.close();
    listener.close();
    assertNoThreadIsLeft();
  }

  private static void assertNoThreadIsLeft() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    List<String> left = dicomThreads();
    while (!left.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      left = dicomThreads();
    }
    assertThat(left).isEmpty();
  }

  private static List<String> dicomThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dicom-"))
        .toList();
  }
}
