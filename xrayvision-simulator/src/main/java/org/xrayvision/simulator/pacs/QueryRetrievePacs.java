/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.AcceptedContext;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.CommandField;
import org.xrayvision.dicom.net.DicomListener;
import org.xrayvision.dicom.net.DimseExchange;
import org.xrayvision.dicom.net.DimseRequest;
import org.xrayvision.dicom.net.DimseService;
import org.xrayvision.dicom.net.MoveOriginator;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreRequest;

/**
 * A PACS on loopback: C-FIND, C-MOVE and C-GET as SCP over a {@link PacsArchive}, C-STORE into it,
 * C-ECHO, C-CANCEL; real DICOM. What a PACS does on a bad day is switched on by {@link #fault}.
 * Safe for threads.
 */
public final class QueryRetrievePacs implements AutoCloseable {
  private static final List<String> STORAGE =
      List.of(
          SOPClass.ComputedRadiographyImageStorage,
          SOPClass.DigitalXRayImageStorageForPresentation,
          SOPClass.DigitalXRayImageStorageForProcessing,
          SOPClass.DigitalMammographyXRayImageStorageForPresentation,
          SOPClass.SecondaryCaptureImageStorage,
          SOPClass.UltrasoundImageStorage,
          SOPClass.CTImageStorage);

  private final String aeTitle;
  private final PacsArchive archive;
  private final PacsFaults faults = new PacsFaults();
  private final PacsFinder finder;
  private final Map<String, InetSocketAddress> destinations = new ConcurrentHashMap<>();

  // Guarded by this.
  private @Nullable DicomListener listener;
  private int port;

  private QueryRetrievePacs(String aeTitle, PacsArchive archive) {
    this.aeTitle = aeTitle;
    this.archive = archive;
    this.finder = new PacsFinder(archive, faults, aeTitle);
  }

  /** Starts to listen on a free port of 127.0.0.1. */
  public static QueryRetrievePacs start(String aeTitle, PacsArchive archive) throws IOException {
    QueryRetrievePacs pacs = new QueryRetrievePacs(aeTitle, archive);
    pacs.up();
    return pacs;
  }

  /** Its port; it stays the same when the PACS goes down and up. */
  public synchronized int port() {
    return port;
  }

  /** Its AE title. */
  public String aeTitle() {
    return aeTitle;
  }

  /** What it has. */
  public PacsArchive archive() {
    return archive;
  }

  /** From now on it knows where a C-MOVE to this AE title goes; others are answered A801. */
  public void destination(String destinationAETitle, String host, int destinationPort) {
    destinations.put(destinationAETitle, new InetSocketAddress(host, destinationPort));
  }

  /** Switches a fault on, at the first match or sub-operation where that matters. */
  public void fault(PacsFault fault) throws IOException {
    fault(fault, 1);
  }

  /** Switches a fault on, at the n-th match or sub-operation. */
  public void fault(PacsFault fault, int at) throws IOException {
    faults.set(fault, at);
    if (fault == PacsFault.REFUSE_ASSOCIATION) {
      restart();
    }
  }

  /** Switches all faults off. */
  public void noFaults() throws IOException {
    boolean refused = faults.isOn(PacsFault.REFUSE_ASSOCIATION);
    faults.clear();
    if (refused) {
      restart();
    }
  }

  /** Aborts all associations and listens no more, until {@link #up}. */
  public synchronized void down() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  /** Listens again, on the same port. Does nothing if it does already. */
  public synchronized void up() throws IOException {
    if (listener != null) {
      return;
    }
    AcceptorOptions.Builder options =
        AcceptorOptions.builder()
            .aeTitle(aeTitle)
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(port)
            .closeGrace(Duration.ofMillis(200))
            .storageSopClassUids(STORAGE)
            .transferSyntaxUids(syntaxes());
    if (faults.isOn(PacsFault.REFUSE_ASSOCIATION)) {
      options.callingAETitles(List.of("NOBODY AT ALL"));
    }
    DicomListener started =
        new DicomListener(
            options.build(), this::store, AssociationListener.NONE, List.of(new Service()));
    started.start();
    listener = started;
    port = started.port();
  }

  private void restart() throws IOException {
    down();
    up();
  }

  @Override
  public void close() {
    down();
  }

  /** As it has them, so compressed objects go out as they are. */
  private List<String> syntaxes() {
    Set<String> syntaxes = new LinkedHashSet<>();
    syntaxes.add(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    syntaxes.add(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    archive.objects().forEach(object -> syntaxes.add(object.transferSyntaxUid()));
    return List.copyOf(syntaxes);
  }

  private Status store(StoreRequest request, InputStream dataSet) throws IOException {
    archive.add(
        dataSet.readAllBytes(), TransferSyntax.of(request.transferSyntaxUid()).orElseThrow());
    return Status.SUCCESS;
  }

  private final class Service implements DimseService {
    @Override
    public Set<String> sopClassUids() {
      Set<String> all = new LinkedHashSet<>();
      for (QueryRoot root : QueryRoot.values()) {
        all.add(root.findSopClassUid());
        all.add(root.moveSopClassUid());
        all.add(root.getSopClassUid());
      }
      return all;
    }

    @Override
    public boolean sendsStorage() {
      return true;
    }

    @Override
    public void serve(DimseRequest request, DimseExchange exchange) throws IOException {
      if (faults.isOn(PacsFault.NEVER_ANSWER)) {
        faults.beSilent(exchange);
      }
      boolean outOfResources = faults.isOn(PacsFault.OUT_OF_RESOURCES);
      switch (request.commandField()) {
        case CommandField.C_FIND_RQ -> {
          if (outOfResources) {
            exchange.response(Status.OUT_OF_RESOURCES).send();
          } else {
            finder.find(request, exchange);
          }
        }
        case CommandField.C_MOVE_RQ, CommandField.C_GET_RQ -> {
          if (outOfResources) {
            exchange.response(Status.UNABLE_TO_CALCULATE_MATCHES).send();
          } else {
            retrieve(request, exchange);
          }
        }
        default -> exchange.response(Status.UNRECOGNIZED_OPERATION).send();
      }
    }
  }

  private void retrieve(DimseRequest request, DimseExchange exchange) throws IOException {
    Selection selection = Selection.of(request.dataSet().orElse(DataSet.empty()));
    if (selection == null || !selection.isNamed()) {
      exchange
          .response(
              Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS.withComment("level or unique key missing"))
          .send();
      return;
    }
    List<ArchivedObject> objects = selection.in(archive);
    PacsRetriever retriever = new PacsRetriever(faults, exchange, objects);
    if (request.commandField() == CommandField.C_GET_RQ) {
      retriever.run(object -> get(exchange, object));
    } else {
      move(request, exchange, objects, retriever);
    }
  }

  private static Status get(DimseExchange exchange, ArchivedObject object) throws IOException {
    for (AcceptedContext context : exchange.providerContexts()) {
      if (context.sopClassUid().equals(object.sopClassUid())
          && context.transferSyntaxUid().equals(object.transferSyntaxUid())) {
        return exchange
            .request(context, CommandField.C_STORE_RQ)
            .uid(Tag.AffectedSOPInstanceUID, object.sopInstanceUid())
            .number(Tag.Priority, 0)
            .dataSet(object.open())
            .ask();
      }
    }
    return Status.SOP_CLASS_NOT_SUPPORTED;
  }

  private void move(
      DimseRequest request,
      DimseExchange exchange,
      List<ArchivedObject> objects,
      PacsRetriever retriever)
      throws IOException {
    InetSocketAddress to = destinations.get(request.text(Tag.MoveDestination));
    if (to == null) {
      exchange.response(Status.MOVE_DESTINATION_UNKNOWN).send();
      return;
    }
    MoveOriginator originator =
        new MoveOriginator(request.peer().callingAETitle(), request.messageId());
    try (Association association = objects.isEmpty() ? null : open(request, to, objects)) {
      retriever.run(object -> store(association, object, originator));
    }
  }

  private static Status store(
      @Nullable Association association, ArchivedObject object, MoveOriginator originator) {
    if (association == null) {
      return Status.PROCESSING_FAILURE;
    }
    try {
      return association.store(
          object.sopClassUid(),
          object.sopInstanceUid(),
          object.transferSyntaxUid(),
          object.open(),
          originator);
    } catch (IOException e) {
      return Status.PROCESSING_FAILURE;
    }
  }

  /** Null if the destination cannot be reached or takes nothing: then every object fails. */
  private @Nullable Association open(
      DimseRequest request, InetSocketAddress to, List<ArchivedObject> objects) {
    try {
      return Association.open(options(request, to, objects));
    } catch (IOException e) {
      return null;
    }
  }

  private RequestorOptions options(
      DimseRequest request, InetSocketAddress to, List<ArchivedObject> objects) {
    Set<ProposedContext> contexts = new LinkedHashSet<>();
    for (ArchivedObject object : objects) {
      contexts.add(ProposedContext.of(object.sopClassUid(), object.transferSyntaxUid()));
    }
    return RequestorOptions.builder()
        .callingAETitle(aeTitle)
        .calledAETitle(request.text(Tag.MoveDestination))
        .host(to.getHostString())
        .port(to.getPort())
        .contexts(new ArrayList<>(contexts))
        .build();
  }
}
