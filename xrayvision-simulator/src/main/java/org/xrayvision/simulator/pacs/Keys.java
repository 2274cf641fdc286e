/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.net.QueryLevel;

/** Which key belongs to which level, and how it is matched (PS3.4 §C.2.2.2, §C.6). */
final class Keys {
  private static final Set<Integer> SERIES =
      Set.of(
          Tag.SeriesInstanceUID,
          Tag.Modality,
          Tag.SeriesNumber,
          Tag.SeriesDate,
          Tag.SeriesTime,
          Tag.SeriesDescription,
          Tag.BodyPartExamined,
          Tag.ProtocolName,
          Tag.NumberOfSeriesRelatedInstances);
  private static final Set<Integer> IMAGE =
      Set.of(
          Tag.SOPInstanceUID,
          Tag.SOPClassUID,
          Tag.InstanceNumber,
          Tag.ViewPosition,
          Tag.Rows,
          Tag.Columns);
  private static final Set<Integer> CONTROL =
      Set.of(Tag.SpecificCharacterSet, Tag.QueryRetrieveLevel, Tag.RetrieveAETitle);

  private Keys() {}

  /** Whether a key says how to ask, not what for. */
  static boolean isControl(int tag) {
    return CONTROL.contains(tag);
  }

  static QueryLevel levelOf(int tag) {
    if (IMAGE.contains(tag)) {
      return QueryLevel.IMAGE;
    }
    if (SERIES.contains(tag)) {
      return QueryLevel.SERIES;
    }
    return tag >>> 16 == 0x0010 ? QueryLevel.PATIENT : QueryLevel.STUDY;
  }

  /** The unique key of a level. */
  static int unique(QueryLevel level) {
    return switch (level) {
      case PATIENT -> Tag.PatientID;
      case STUDY -> Tag.StudyInstanceUID;
      case SERIES -> Tag.SeriesInstanceUID;
      case IMAGE -> Tag.SOPInstanceUID;
    };
  }

  /** Whether a value fits the key of an identifier; a key without a value fits everything. */
  static boolean fits(DataSet identifier, int tag, DataSet candidate) {
    List<String> wanted = identifier.strings(tag);
    if (wanted.isEmpty() || wanted.stream().allMatch(String::isEmpty)) {
      return true;
    }
    List<String> values = candidate.strings(tag);
    VR vr = Dictionary.vrOf(tag);
    return switch (vr) {
      case UI -> values.stream().anyMatch(wanted::contains);
      case DA, TM -> values.stream().anyMatch(value -> inRange(wanted.get(0), value));
      case SQ -> true;
      default -> wanted.stream().map(text -> pattern(text, vr)).anyMatch(anyOf(values));
    };
  }

  private static Predicate<Pattern> anyOf(List<String> values) {
    return pattern -> values.stream().anyMatch(value -> pattern.matcher(value).matches());
  }

  /** {@code 20260101-20260131}, {@code 20260101-}, {@code -20260131} or one value. */
  private static boolean inRange(String range, String value) {
    int hyphen = range.indexOf('-');
    if (value.isEmpty()) {
      return false;
    }
    if (hyphen < 0) {
      return value.equals(range);
    }
    String from = range.substring(0, hyphen).strip();
    String to = range.substring(hyphen + 1).strip();
    // 1200 as the end means 12:00:59
    return value.compareTo(from) >= 0
        && (to.isEmpty()
            || value.substring(0, Math.min(value.length(), to.length())).compareTo(to) <= 0);
  }

  private static Pattern pattern(String text, VR vr) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(
        regex.toString(), vr == VR.PN ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
  }

  /** One entity of a level: what its instances say, and what is counted. */
  static DataSet entity(QueryLevel level, List<ArchivedObject> instances) {
    DataSet.Builder entity = instances.get(0).header().toBuilder();
    if (level.compareTo(QueryLevel.STUDY) <= 0) {
      entity
          .set(Tag.ModalitiesInStudy, distinct(instances, Tag.Modality).toArray(String[]::new))
          .setInts(
              Tag.NumberOfStudyRelatedSeries, distinct(instances, Tag.SeriesInstanceUID).size())
          .setInts(Tag.NumberOfStudyRelatedInstances, instances.size());
    }
    if (level == QueryLevel.SERIES) {
      entity.setInts(Tag.NumberOfSeriesRelatedInstances, instances.size());
    }
    return entity.build();
  }

  private static Set<String> distinct(List<ArchivedObject> instances, int tag) {
    Set<String> values = new TreeSet<>();
    instances.forEach(instance -> values.add(instance.value(tag)));
    return values;
  }
}
