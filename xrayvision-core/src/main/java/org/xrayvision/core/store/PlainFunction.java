/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.xrayvision.core.privacy.Scrubber;

/**
 * In SQL, a text without what names people. Its arguments: the text, the patient's name, the
 * radiologist's, the patient's id, his id at the hospital, his birth date. Each may be null.
 */
final class PlainFunction extends Function {
  private static final int ISO_DATE = 10;

  @Override
  protected void xFunc() throws SQLException {
    String text = value_text(0);
    if (text == null) {
      result();
      return;
    }
    List<@Nullable String> ids = Arrays.asList(value_text(3), value_text(4));
    List<@Nullable String> radiologists = Arrays.asList(value_text(2));
    result(Scrubber.of(value_text(1), radiologists, ids, date(value_text(5))).blank(text));
  }

  private static @Nullable LocalDate date(@Nullable String text) {
    try {
      return text == null || text.length() < ISO_DATE
          ? null
          : LocalDate.parse(text.substring(0, ISO_DATE));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
