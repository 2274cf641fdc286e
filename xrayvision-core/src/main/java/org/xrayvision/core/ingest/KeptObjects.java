/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.Verification;
import org.xrayvision.core.store.ConflictingObject;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.StoredInstance;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.ReadLimits;

/** Compares what lies in the images folder with what was received. Stateless. */
final class KeptObjects {
  private KeptObjects() {}

  /** The first object with this UID, and then those that came after it with other bytes. */
  static Verification verify(
      DataDirectory directory, ExamStore store, ReadLimits limits, String sopClass, String uid) {
    StoredInstance stored = store.instance(uid).orElse(null);
    if (stored == null) {
      return Verification.NO_SUCH_OBJECT;
    }
    Verification first =
        verify(directory.dicomFile(uid), limits, sopClass, stored.sha256(), stored.length());
    if (first != Verification.KEPT) {
      return first;
    }
    for (ConflictingObject other : store.conflicts(uid)) {
      Path file = directory.images().resolve(other.fileName());
      // Whose SOP class may be another: it is not the one that is asked for then.
      Verification kept = verify(file, limits, null, other.sha256(), other.length());
      if (kept != Verification.KEPT) {
        return Verification.DAMAGED;
      }
    }
    return Verification.KEPT;
  }

  private static Verification verify(
      Path file,
      ReadLimits limits,
      @Nullable String sopClass,
      @Nullable String sha256,
      long length) {
    try {
      Received found = StoredFile.read(file, limits);
      String actual = found.dataSet().string(Tag.SOPClassUID).map(UIDs::trim).orElse("");
      if (sopClass != null && !actual.equals(sopClass)) {
        return Verification.OTHER_SOP_CLASS;
      }
      return found.sha256().equals(sha256) && found.length() == length
          ? Verification.KEPT
          : Verification.DAMAGED;
    } catch (NoSuchFileException e) {
      return Verification.NO_SUCH_OBJECT;
    } catch (IOException e) {
      return Verification.DAMAGED;
    }
  }
}
