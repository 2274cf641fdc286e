/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SpecificCharacterSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.PatientIdScheme;

/**
 * Reads from a header what is kept of an exam. Everything in a header is hostile: what cannot be is
 * left out and flagged, text is made harmless and cut. Immutable and safe for threads.
 */
public final class ExamHeaderReader {
  private static final int MAX_TEXT = 200;

  /** There are not as many that could stand together. */
  private static final int MAX_TERMS = 20;

  private static final int MAX_ACCESSION_NUMBER = 64;

  private static final char REPLACEMENT = '\uFFFD';

  /** What says what was made, in the order in which it is believed. */
  private static final int[] DESCRIPTIONS = {
    Tag.ProtocolName, Tag.SeriesDescription, Tag.StudyDescription, Tag.BodyPartExamined
  };

  /** Words that name a side, and their beginnings where they have endings. */
  private static final Set<String> SIDES =
      Set.of("left", "right", "stg", "st", "dr", "lt", "rt", "bilat", "ambele");

  private static final List<String> SIDE_STEMS = List.of("stang", "drept", "dreapt", "bilateral");

  private static final int VIEW_CODE_SEQUENCE = 0x00540220;
  private static final int CODE_MEANING = 0x00080104;
  private static final SourceOptions NOTHING_KNOWN = new SourceOptions(null, null, null, null);

  private final IngestOptions options;
  private final RegionRules regions;
  private final PatientReader patients;

  /**
   * A reader by these options.
   *
   * @throws IllegalArgumentException if a character set is not known
   */
  public ExamHeaderReader(
      IngestOptions options, RegionOptions regionOptions, PatientIdScheme patientIds) {
    this.options = options;
    regions = new RegionRules(regionOptions);
    patients = new PatientReader(patientIds);
    SpecificCharacterSet.ofName(options.fallbackCharacterSet());
    for (SourceOptions source : options.sources().values()) {
      if (source.characterSet() != null) {
        SpecificCharacterSet.ofName(source.characterSet());
      }
    }
  }

  /**
   * Reads a header.
   *
   * @param sopInstanceUid stands for the study of a patient without an id where there is no study
   * @param aeTitle who sent it, for what is configured of him; null where nobody is known
   * @param received stands in for the date of an exam that has none
   */
  public ExamHeader read(
      DataSet raw, String sopInstanceUid, @Nullable String aeTitle, Instant received) {
    SourceOptions source = source(aeTitle);
    String fallback = source.characterSet();
    DataSet dataSet =
        raw.withFallbackCharacterSet(fallback == null ? options.fallbackCharacterSet() : fallback);
    Set<String> flags = new TreeSet<>();
    if (hasOddCharacters(dataSet)) {
      flags.add(ExamHeader.CHARACTER_SET_ODD);
    }
    if (isBurnedIn(dataSet)) {
      flags.add(ExamHeader.BURNED_IN);
    }
    String study = uid(dataSet, Tag.StudyInstanceUID, flags);
    String series = uid(dataSet, Tag.SeriesInstanceUID, flags);
    LocalDateTime created = created(dataSet, source, received, flags);
    String protocol = protocol(dataSet);
    String bodyPart = text(dataSet, Tag.BodyPartExamined);
    return new ExamHeader(
        patients.read(
            dataSet,
            source.patientIdNamespace(),
            study == null ? sopInstanceUid : study,
            created.toLocalDate(),
            flags),
        created,
        protocol,
        regions.regionOf(protocol, bodyPart),
        projection(dataSet, protocol),
        modality(dataSet),
        study,
        series,
        accessionNumber(dataSet),
        flags);
  }

  /** AccessionNumber (0008,0050), SH: 16 characters, of which some senders write more. */
  private static @Nullable String accessionNumber(DataSet dataSet) {
    String number =
        Words.clean(dataSet.string(Tag.AccessionNumber).orElse(""), MAX_ACCESSION_NUMBER);
    return number.isEmpty() ? null : number;
  }

  private static boolean hasOddCharacters(DataSet dataSet) {
    List<String> terms = dataSet.strings(Tag.SpecificCharacterSet);
    return terms.size() > MAX_TERMS
        || !SpecificCharacterSet.of(terms).isConforming()
        || dataSet.string(Tag.PatientName).orElse("").indexOf(REPLACEMENT) >= 0;
  }

  /** What is configured of a sender. */
  private SourceOptions source(@Nullable String aeTitle) {
    return aeTitle == null
        ? NOTHING_KNOWN
        : options.sources().getOrDefault(aeTitle.strip(), NOTHING_KNOWN);
  }

  /** The modalities taken from a sender. */
  public Set<String> modalitiesOf(@Nullable String aeTitle) {
    Set<String> own = source(aeTitle).modalities();
    return own == null ? options.modalities() : own;
  }

  /** Modality (0008,0060), or what the SOP class implies; empty where neither tells. */
  public static String modality(DataSet dataSet) {
    return dataSet
        .string(Tag.Modality)
        .map(modality -> Words.clean(modality, 16))
        .filter(modality -> !modality.isEmpty())
        .orElseGet(() -> StorageClasses.modalityOf(sopClass(dataSet)));
  }

  private static String sopClass(DataSet dataSet) {
    return dataSet.string(Tag.SOPClassUID).map(UIDs::trim).orElse("");
  }

  /** BurnedInAnnotation (0028,0301); of what shows a screen nobody need say it. */
  private static boolean isBurnedIn(DataSet dataSet) {
    String stated = dataSet.string(Tag.BurnedInAnnotation).orElse("");
    return stated.equals("YES")
        || (!stated.equals("NO") && StorageClasses.isScreen(sopClass(dataSet)));
  }

  private LocalDateTime created(
      DataSet dataSet, SourceOptions source, Instant received, Set<String> flags) {
    ZoneId site = options.timeZone();
    ZoneId clock = source.timeZone() == null ? site : source.timeZone();
    Optional<LocalDateTime> stated = ExamTime.of(dataSet, clock, site);
    if (stated.isEmpty()) {
      flags.add(ExamHeader.NO_EXAM_DATE);
    }
    return stated.orElseGet(() -> ExamTime.at(received, site));
  }

  private static @Nullable String uid(DataSet dataSet, int tag, Set<String> flags) {
    String uid = dataSet.string(tag).map(UIDs::trim).orElse("");
    if (UIDs.isValid(uid)) {
      return uid;
    }
    flags.add(ExamHeader.STUDY_UID_INVALID);
    return null;
  }

  /** Text of one line; what is longer is no protocol, and matching it would cost. */
  private static String text(DataSet dataSet, int tag) {
    return Words.clean(dataSet.string(tag).orElse(""), MAX_TEXT);
  }

  private static String protocol(DataSet dataSet) {
    for (int tag : DESCRIPTIONS) {
      String text = text(dataSet, tag);
      if (!text.isEmpty()) {
        return withSide(text, side(dataSet));
      }
    }
    return "";
  }

  /** The text, and the side if it names none itself. */
  private static String withSide(String text, String side) {
    return side.isEmpty() || Words.of(text).stream().anyMatch(ExamHeaderReader::isSide)
        ? text
        : Words.clean(text, MAX_TEXT - side.length() - 1) + " " + side;
  }

  private static boolean isSide(String word) {
    return SIDES.contains(word) || SIDE_STEMS.stream().anyMatch(word::startsWith);
  }

  /** Laterality (0020,0060) or ImageLaterality (0020,0062) in words; empty where silent. */
  private static String side(DataSet dataSet) {
    String side =
        dataSet.string(Tag.ImageLaterality).or(() -> dataSet.string(Tag.Laterality)).orElse("");
    return switch (side) {
      case "L" -> "left";
      case "R" -> "right";
      case "B" -> "bilateral";
      default -> "";
    };
  }

  private static String projection(DataSet dataSet, String protocol) {
    String meaning =
        dataSet.items(VIEW_CODE_SEQUENCE).stream()
            .findFirst()
            .map(item -> text(item, CODE_MEANING))
            .orElse("");
    return Projection.of(protocol, text(dataSet, Tag.ViewPosition), meaning);
  }
}
