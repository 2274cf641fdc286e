/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.net.DimseExchange;
import org.xrayvision.dicom.net.DimseRequest;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.Status;

/** C-FIND as its SCP (PS3.4 §C.4.1.3). Safe for threads. */
final class PacsFinder {
  private final PacsArchive archive;
  private final PacsFaults faults;
  private final String aeTitle;

  PacsFinder(PacsArchive archive, PacsFaults faults, String aeTitle) {
    this.archive = archive;
    this.faults = faults;
    this.aeTitle = aeTitle;
  }

  void find(DimseRequest request, DimseExchange exchange) throws IOException {
    DataSet identifier = request.dataSet().orElse(DataSet.empty());
    Selection selection = Selection.of(identifier);
    if (selection == null || !selection.namesWhatIsAbove()) {
      exchange
          .response(
              Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS.withComment("level or unique key missing"))
          .send();
      return;
    }
    int sent = 0;
    for (DataSet match : matches(selection, identifier)) {
      do {
        if (isCancelled(exchange)) {
          exchange.response(Status.CANCEL).send();
          return;
        }
        faults.before(++sent, exchange);
        send(exchange, identifier, match, sent);
      } while (faults.isOn(PacsFault.ENDLESS_MATCHES));
    }
    exchange.response(Status.SUCCESS).send();
  }

  private boolean isCancelled(DimseExchange exchange) throws IOException {
    return exchange.isCancelled() && !faults.isOn(PacsFault.IGNORE_CANCEL);
  }

  private void send(DimseExchange exchange, DataSet identifier, DataSet match, int number)
      throws IOException {
    Status status =
        faults.isOn(PacsFault.PENDING_WITH_WARNING) || asksTooMuch(identifier)
            ? Status.PENDING_WARNING
            : Status.PENDING;
    if (faults.isAt(PacsFault.BROKEN_MATCH, number)) {
      byte[] broken = {8, 0, 0x52, 0, (byte) 0xFF, (byte) 0xFF, 1, 2};
      exchange.response(status).dataSet(new ByteArrayInputStream(broken)).send();
      return;
    }
    DataSet answer = answer(identifier, match);
    if (faults.isOn(PacsFault.ENDLESS_MATCHES)) {
      answer = answer.toBuilder().set(Tag.StudyInstanceUID, UIDs.newUid()).build();
    }
    exchange.response(status).dataSet(answer).send();
    if (faults.isOn(PacsFault.DUPLICATE_MATCH)) {
      exchange.response(status).dataSet(answer).send();
    }
  }

  private List<DataSet> matches(Selection selection, DataSet identifier) {
    Map<String, List<ArchivedObject>> entities = new LinkedHashMap<>();
    int unique = Keys.unique(selection.level());
    for (ArchivedObject object : archive.objects()) {
      entities.computeIfAbsent(object.value(unique), uid -> new ArrayList<>()).add(object);
    }
    List<DataSet> matches = new ArrayList<>();
    for (List<ArchivedObject> instances : entities.values()) {
      DataSet entity = Keys.entity(selection.level(), instances);
      if (identifier.elements().stream()
          .allMatch(key -> fits(selection, identifier, key, entity))) {
        matches.add(entity);
      }
    }
    return matches;
  }

  private static boolean fits(
      Selection selection, DataSet identifier, Element key, DataSet entity) {
    boolean below = Keys.levelOf(key.tag()).compareTo(selection.level()) > 0;
    return Keys.isControl(key.tag()) || below || Keys.fits(identifier, key.tag(), entity);
  }

  /** A key of a level below is none that this PACS matches (FF01). */
  private static boolean asksTooMuch(DataSet identifier) {
    Selection selection = Selection.of(identifier);
    return selection != null
        && identifier.elements().stream()
            .filter(key -> !Keys.isControl(key.tag()))
            .anyMatch(key -> Keys.levelOf(key.tag()).compareTo(selection.level()) > 0);
  }

  /** Every key that was asked for, empty if there is nothing to say. */
  private DataSet answer(DataSet identifier, DataSet match) {
    DataSet.Builder answer = DataSet.builder();
    match.element(Tag.SpecificCharacterSet).ifPresent(answer::put);
    QueryLevel level = QueryLevel.valueOf(identifier.string(Tag.QueryRetrieveLevel).orElseThrow());
    for (Element key : identifier.elements()) {
      if (Keys.isControl(key.tag())) {
        continue;
      }
      boolean below = Keys.levelOf(key.tag()).compareTo(level) > 0;
      answer.put(
          match
              .element(key.tag())
              .filter(element -> !below)
              .orElse(Element.of(key.tag(), key.vr(), new byte[0])));
    }
    return answer
        .set(Tag.QueryRetrieveLevel, level.name())
        .set(Tag.RetrieveAETitle, aeTitle)
        .build();
  }
}
