/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Sex;
import org.xrayvision.dicom.data.SOPClass;

/**
 * What is to be known of a picture that comes without a DICOM header. Immutable and safe for
 * threads. Everything but the SOP Instance UID and the modality may be missing.
 */
public final class ExamMetadata {
  private static final Map<String, String> SOP_CLASSES =
      Map.of(
          "CR", SOPClass.ComputedRadiographyImageStorage,
          "DX", SOPClass.DigitalXRayImageStorageForPresentation,
          "MG", SOPClass.DigitalMammographyXRayImageStorageForPresentation,
          "US", SOPClass.UltrasoundImageStorage,
          "OT", SOPClass.SecondaryCaptureImageStorage);

  private final Builder values;

  private ExamMetadata(Builder values) {
    this.values = values;
  }

  /**
   * A builder.
   *
   * @param sopInstanceUid the identity of the picture: the same picture offered again must have the
   *     same
   * @param modality Modality (0008,0060): CR, DX, ...
   */
  public static Builder builder(String sopInstanceUid, String modality) {
    return new Builder(sopInstanceUid, modality);
  }

  /** SOP Instance UID. */
  public String sopInstanceUid() {
    return values.sopInstanceUid;
  }

  /** SOP Class UID: the one given, else that of the modality. */
  public String sopClassUid() {
    return values.sopClass().orElseThrow();
  }

  /** Modality. */
  public String modality() {
    return values.modality;
  }

  /** StudyInstanceUID. */
  public Optional<String> studyInstanceUid() {
    return Optional.ofNullable(values.studyInstanceUid);
  }

  /** SeriesInstanceUID. */
  public Optional<String> seriesInstanceUid() {
    return Optional.ofNullable(values.seriesInstanceUid);
  }

  /** AccessionNumber. */
  public Optional<String> accessionNumber() {
    return Optional.ofNullable(values.accessionNumber);
  }

  /** PatientID. */
  public Optional<String> patientId() {
    return Optional.ofNullable(values.patientId);
  }

  /** PatientName as DICOM writes it. */
  public Optional<String> patientName() {
    return Optional.ofNullable(values.patientName);
  }

  /** PatientBirthDate. */
  public Optional<LocalDate> patientBirthDate() {
    return Optional.ofNullable(values.patientBirthDate);
  }

  /** PatientSex. */
  public Optional<Sex> patientSex() {
    return Optional.ofNullable(values.patientSex);
  }

  /** ProtocolName. */
  public Optional<String> protocolName() {
    return Optional.ofNullable(values.protocolName);
  }

  /** BodyPartExamined. */
  public Optional<String> bodyPartExamined() {
    return Optional.ofNullable(values.bodyPartExamined);
  }

  /** ViewPosition. */
  public Optional<String> viewPosition() {
    return Optional.ofNullable(values.viewPosition);
  }

  /** ImageLaterality. */
  public Optional<String> imageLaterality() {
    return Optional.ofNullable(values.imageLaterality);
  }

  /** When the picture was taken, on the sender's clock. */
  public Optional<LocalDateTime> acquired() {
    return Optional.ofNullable(values.acquired);
  }

  /** Without the values: they are a patient's. */
  @Override
  public String toString() {
    return "ExamMetadata of " + values.sopInstanceUid;
  }

  /** Collects the values; {@link #build()} checks all of them. Not safe for threads. */
  public static final class Builder {
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1800, 1, 1);
    private static final LocalDate FIRST_XRAY = LocalDate.of(1895, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final String sopInstanceUid;
    private final String modality;
    private @Nullable String sopClassUid;
    private @Nullable String studyInstanceUid;
    private @Nullable String seriesInstanceUid;
    private @Nullable String accessionNumber;
    private @Nullable String patientId;
    private @Nullable String patientName;
    private @Nullable LocalDate patientBirthDate;
    private @Nullable Sex patientSex;
    private @Nullable String protocolName;
    private @Nullable String bodyPartExamined;
    private @Nullable String viewPosition;
    private @Nullable String imageLaterality;
    private @Nullable LocalDateTime acquired;

    private Builder(String sopInstanceUid, String modality) {
      this.sopInstanceUid = sopInstanceUid;
      this.modality = modality;
    }

    private Builder(Builder other) {
      this(other.sopInstanceUid, other.modality);
      sopClassUid = other.sopClassUid;
      studyInstanceUid = other.studyInstanceUid;
      seriesInstanceUid = other.seriesInstanceUid;
      accessionNumber = other.accessionNumber;
      patientId = other.patientId;
      patientName = other.patientName;
      patientBirthDate = other.patientBirthDate;
      patientSex = other.patientSex;
      protocolName = other.protocolName;
      bodyPartExamined = other.bodyPartExamined;
      viewPosition = other.viewPosition;
      imageLaterality = other.imageLaterality;
      acquired = other.acquired;
    }

    /** By default what belongs to the modality: CR, DX (for presentation), MG, US or OT. */
    public Builder sopClassUid(String uid) {
      this.sopClassUid = uid;
      return this;
    }

    /** StudyInstanceUID: what pictures of one study have in common. */
    public Builder studyInstanceUid(String uid) {
      this.studyInstanceUid = uid;
      return this;
    }

    /** SeriesInstanceUID. */
    public Builder seriesInstanceUid(String uid) {
      this.seriesInstanceUid = uid;
      return this;
    }

    /** AccessionNumber: what the hospital calls the order, by which its report may be found. */
    public Builder accessionNumber(String number) {
      this.accessionNumber = number;
      return this;
    }

    /** PatientID, at most 64 characters. */
    public Builder patientId(String id) {
      this.patientId = id;
      return this;
    }

    /** PatientName: {@code family^given^middle^prefix^suffix}, at most 64 characters a group. */
    public Builder patientName(String name) {
      this.patientName = name;
      return this;
    }

    /** PatientBirthDate. */
    public Builder patientBirthDate(LocalDate date) {
      this.patientBirthDate = date;
      return this;
    }

    /** PatientSex. */
    public Builder patientSex(Sex sex) {
      this.patientSex = sex;
      return this;
    }

    /** ProtocolName, at most 64 characters: the region and the projection are told from it. */
    public Builder protocolName(String name) {
      this.protocolName = name;
      return this;
    }

    /** BodyPartExamined (CHEST): tells the region where the protocol does not. */
    public Builder bodyPartExamined(String code) {
      this.bodyPartExamined = code;
      return this;
    }

    /** ViewPosition (PA, AP, LL): tells the projection where the protocol does not. */
    public Builder viewPosition(String code) {
      this.viewPosition = code;
      return this;
    }

    /** ImageLaterality: L, R, B or U. */
    public Builder imageLaterality(String code) {
      this.imageLaterality = code;
      return this;
    }

    /** When the picture was taken, on the sender's clock; without it the time it came. */
    public Builder acquired(LocalDateTime moment) {
      this.acquired = moment;
      return this;
    }

    private Optional<String> sopClass() {
      return Optional.ofNullable(sopClassUid)
          .or(() -> Optional.ofNullable(SOP_CLASSES.get(modality)));
    }

    /**
     * The metadata.
     *
     * @throws IllegalArgumentException if a value cannot be; all are listed by their names, without
     *     the values
     */
    public ExamMetadata build() {
      MetadataErrors errors = new MetadataErrors();
      errors.uid("sopInstanceUid", sopInstanceUid);
      errors.code("modality", modality);
      errors.uid("sopClassUid", sopClassUid);
      if (sopClass().isEmpty()) {
        errors.add("sopClassUid is missing, and this modality implies none");
      }
      errors.uid("studyInstanceUid", studyInstanceUid);
      errors.uid("seriesInstanceUid", seriesInstanceUid);
      errors.text("accessionNumber", accessionNumber);
      errors.text("patientId", patientId);
      errors.name("patientName", patientName);
      errors.date("patientBirthDate", patientBirthDate, FIRST_BIRTH, LAST_DAY);
      errors.text("protocolName", protocolName);
      errors.code("bodyPartExamined", bodyPartExamined);
      errors.code("viewPosition", viewPosition);
      errors.laterality("imageLaterality", imageLaterality);
      errors.date(
          "acquired", acquired == null ? null : acquired.toLocalDate(), FIRST_XRAY, LAST_DAY);
      errors.check();
      return new ExamMetadata(new Builder(this));
    }
  }
}
