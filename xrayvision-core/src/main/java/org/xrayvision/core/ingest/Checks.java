/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.exam.StorageClasses;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;

/** What is taken and what is not. Immutable and safe for threads. */
final class Checks {
  private final IngestOptions options;
  private final ExamHeaderReader headers;

  Checks(IngestOptions options, ExamHeaderReader headers) {
    this.options = options;
    this.headers = headers;
  }

  /** What an object was announced as, before its first byte is written. */
  record Announced(TransferSyntax transferSyntax, String sopClassUid, String sopInstanceUid) {}

  Announced announced(String transferSyntaxUid, String sopClassUid, String sopInstanceUid)
      throws RefusedException {
    TransferSyntax syntax = transferSyntax(transferSyntaxUid);
    String sopClass = UIDs.trim(sopClassUid);
    accepted(sopClass);
    return new Announced(syntax, sopClass, instance(UIDs.trim(sopInstanceUid)));
  }

  /** PS3.6 table A-1 must know it; whether it can be decoded is for the picture stage to say. */
  TransferSyntax transferSyntax(String uid) throws RefusedException {
    String trimmed = UIDs.trim(uid);
    return TransferSyntax.of(trimmed)
        .orElseThrow(
            () ->
                new RefusedException(
                    Outcome.CANNOT_UNDERSTAND,
                    UIDs.isValid(trimmed)
                        ? "transfer syntax " + trimmed + " is not known"
                        : "the transfer syntax is not a UID"));
  }

  private void accepted(String sopClass) throws RefusedException {
    if (!options.sopClasses().contains(sopClass)) {
      throw new RefusedException(
          Outcome.SOP_CLASS_NOT_SUPPORTED, "SOP class not taken: " + describe(sopClass));
    }
  }

  private static String describe(String sopClass) {
    return SOPClass.nameOf(sopClass)
        .orElse(UIDs.isValid(sopClass) ? sopClass : "what stands there is not a UID");
  }

  private static String instance(String uid) throws RefusedException {
    if (!UIDs.isValid(uid)) {
      throw new RefusedException(
          Outcome.INVALID_SOP_INSTANCE, "SOPInstanceUID is not 1 to 64 digits and single dots");
    }
    return uid;
  }

  /**
   * The data set against its announcement, where there was one, and against what is taken.
   *
   * @return the SOP Instance UID
   */
  String dataSet(DataSet dataSet, @Nullable Announced announced, @Nullable String aeTitle)
      throws RefusedException {
    String uid = required(dataSet, Tag.SOPInstanceUID, "SOPInstanceUID (0008,0018)");
    String sopClass = required(dataSet, Tag.SOPClassUID, "SOPClassUID (0008,0016)");
    instance(uid);
    if (announced != null) {
      same(announced.sopInstanceUid(), uid, "SOPInstanceUID (0008,0018)");
      same(announced.sopClassUid(), sopClass, "SOPClassUID (0008,0016)");
    }
    accepted(sopClass);
    modality(ExamHeaderReader.modality(dataSet), headers.modalitiesOf(aeTitle));
    return uid;
  }

  private static String required(DataSet dataSet, int tag, String name) throws RefusedException {
    // Not the first of several values: a backslash has no place in a name of a file either.
    String value = UIDs.trim(new String(dataSet.bytes(tag), StandardCharsets.ISO_8859_1));
    if (value.isEmpty()) {
      throw new RefusedException(
          Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, name + " is missing in the data set");
    }
    return value;
  }

  private static void same(String announced, String inside, String name) throws RefusedException {
    if (!announced.equals(inside)) {
      throw new RefusedException(
          Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, name + " is not the one announced");
    }
  }

  private static void modality(String modality, Set<String> taken) throws RefusedException {
    if (!StorageClasses.isTaken(modality, taken)) {
      String shown =
          modality.isEmpty() ? "none" : modality.matches("[A-Z0-9_ ]{1,16}") ? modality : "unknown";
      throw new RefusedException(Outcome.SOP_CLASS_NOT_SUPPORTED, "modality not taken: " + shown);
    }
  }
}
