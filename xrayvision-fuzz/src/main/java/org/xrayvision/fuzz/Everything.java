/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.util.Objects;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.PersonName;

/** Asks a data set for all that it has, in every way, each within the bounds. Stateless. */
final class Everything {
  private Everything() {}

  static void of(DataSet dataSet) {
    for (Element element : dataSet.elements()) {
      int tag = element.tag();
      Bounds.check(() -> Objects.requireNonNull(dataSet.strings(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.text(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.integers(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.integer(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.decimals(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.date(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.time(tag)));
      Bounds.check(() -> Objects.requireNonNull(dataSet.personName(tag).map(PersonName::display)));
      Bounds.check(() -> Objects.requireNonNull(element.toString()));
      dataSet.items(tag).forEach(Everything::of);
    }
  }
}
