/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.QueryLevel;

/** What the unique keys of an identifier name (PS3.4 §C.4.2.1.4.1). Immutable. */
record Selection(QueryLevel level, DataSet identifier) {

  /** Null if the identifier names no level. */
  static @Nullable Selection of(DataSet identifier) {
    String name = identifier.string(Tag.QueryRetrieveLevel).orElse("");
    for (QueryLevel level : QueryLevel.values()) {
      if (level.name().equals(name)) {
        return new Selection(level, identifier);
      }
    }
    return null;
  }

  /** Whether the study stands above a series, and the series above an image. */
  boolean namesWhatIsAbove() {
    return (level.compareTo(QueryLevel.SERIES) < 0 || identifier.hasValue(Tag.StudyInstanceUID))
        && (level != QueryLevel.IMAGE || identifier.hasValue(Tag.SeriesInstanceUID));
  }

  /** Whether one of the unique keys of the level has a value. */
  boolean isNamed() {
    return namesWhatIsAbove() && identifier.hasValue(Keys.unique(level));
  }

  /** The instances to retrieve. */
  List<ArchivedObject> in(PacsArchive archive) {
    return archive.objects().stream().filter(this::takes).toList();
  }

  private boolean takes(ArchivedObject object) {
    for (QueryLevel above : QueryLevel.values()) {
      if (above.compareTo(level) <= 0
          && !Keys.fits(identifier, Keys.unique(above), object.header())) {
        return false;
      }
    }
    return true;
  }
}
