/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.util.Map;
import java.util.Optional;

/**
 * UIDs and names of SOP classes (PS3.6 table A-1): Verification, the storage classes of images and
 * what usually travels with them, query/retrieve.
 *
 * <p>Immutable and safe for threads.
 */
public final class SOPClass {
  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

  public static final String Verification = "1.2.840.10008.1.1";
  public static final String MediaStorageDirectoryStorage = "1.2.840.10008.1.3.10";
  public static final String ComputedRadiographyImageStorage = STORAGE + "1";
  public static final String DigitalXRayImageStorageForPresentation = STORAGE + "1.1";
  public static final String DigitalXRayImageStorageForProcessing = STORAGE + "1.1.1";
  public static final String DigitalMammographyXRayImageStorageForPresentation = STORAGE + "1.2";
  public static final String DigitalMammographyXRayImageStorageForProcessing = STORAGE + "1.2.1";
  public static final String DigitalIntraOralXRayImageStorageForPresentation = STORAGE + "1.3";
  public static final String DigitalIntraOralXRayImageStorageForProcessing = STORAGE + "1.3.1";
  public static final String CTImageStorage = STORAGE + "2";
  public static final String EnhancedCTImageStorage = STORAGE + "2.1";
  public static final String UltrasoundMultiFrameImageStorageRetired = STORAGE + "3";
  public static final String UltrasoundMultiFrameImageStorage = STORAGE + "3.1";
  public static final String MRImageStorage = STORAGE + "4";
  public static final String EnhancedMRImageStorage = STORAGE + "4.1";
  public static final String UltrasoundImageStorageRetired = STORAGE + "6";
  public static final String UltrasoundImageStorage = STORAGE + "6.1";
  public static final String SecondaryCaptureImageStorage = STORAGE + "7";
  public static final String MultiFrameSingleBitSecondaryCaptureImageStorage = STORAGE + "7.1";
  public static final String MultiFrameGrayscaleByteSecondaryCaptureImageStorage = STORAGE + "7.2";
  public static final String MultiFrameGrayscaleWordSecondaryCaptureImageStorage = STORAGE + "7.3";
  public static final String MultiFrameTrueColorSecondaryCaptureImageStorage = STORAGE + "7.4";
  public static final String GrayscaleSoftcopyPresentationStateStorage = STORAGE + "11.1";
  public static final String XRayAngiographicImageStorage = STORAGE + "12.1";
  public static final String EnhancedXAImageStorage = STORAGE + "12.1.1";
  public static final String XRayRadiofluoroscopicImageStorage = STORAGE + "12.2";
  public static final String EnhancedXRFImageStorage = STORAGE + "12.2.1";
  public static final String BreastTomosynthesisImageStorage = STORAGE + "13.1.3";
  public static final String NuclearMedicineImageStorage = STORAGE + "20";
  public static final String RawDataStorage = STORAGE + "66";
  public static final String VLEndoscopicImageStorage = STORAGE + "77.1.1";
  public static final String VLPhotographicImageStorage = STORAGE + "77.1.4";
  public static final String BasicTextSRStorage = STORAGE + "88.11";
  public static final String EnhancedSRStorage = STORAGE + "88.22";
  public static final String ComprehensiveSRStorage = STORAGE + "88.33";
  public static final String KeyObjectSelectionDocumentStorage = STORAGE + "88.59";
  public static final String XRayRadiationDoseSRStorage = STORAGE + "88.67";
  public static final String EncapsulatedPDFStorage = STORAGE + "104.1";
  public static final String PositronEmissionTomographyImageStorage = STORAGE + "128";
  public static final String PatientRootQueryRetrieveFind = "1.2.840.10008.5.1.4.1.2.1.1";
  public static final String PatientRootQueryRetrieveMove = "1.2.840.10008.5.1.4.1.2.1.2";
  public static final String PatientRootQueryRetrieveGet = "1.2.840.10008.5.1.4.1.2.1.3";
  public static final String StudyRootQueryRetrieveFind = "1.2.840.10008.5.1.4.1.2.2.1";
  public static final String StudyRootQueryRetrieveMove = "1.2.840.10008.5.1.4.1.2.2.2";
  public static final String StudyRootQueryRetrieveGet = "1.2.840.10008.5.1.4.1.2.2.3";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(Verification, "Verification"),
          Map.entry(MediaStorageDirectoryStorage, "Media Storage Directory Storage"),
          Map.entry(ComputedRadiographyImageStorage, "Computed Radiography Image Storage"),
          Map.entry(
              DigitalXRayImageStorageForPresentation,
              "Digital X-Ray Image Storage - For Presentation"),
          Map.entry(
              DigitalXRayImageStorageForProcessing, "Digital X-Ray Image Storage - For Processing"),
          Map.entry(
              DigitalMammographyXRayImageStorageForPresentation,
              "Digital Mammography X-Ray Image Storage - For Presentation"),
          Map.entry(
              DigitalMammographyXRayImageStorageForProcessing,
              "Digital Mammography X-Ray Image Storage - For Processing"),
          Map.entry(
              DigitalIntraOralXRayImageStorageForPresentation,
              "Digital Intra-Oral X-Ray Image Storage - For Presentation"),
          Map.entry(
              DigitalIntraOralXRayImageStorageForProcessing,
              "Digital Intra-Oral X-Ray Image Storage - For Processing"),
          Map.entry(CTImageStorage, "CT Image Storage"),
          Map.entry(EnhancedCTImageStorage, "Enhanced CT Image Storage"),
          Map.entry(
              UltrasoundMultiFrameImageStorageRetired,
              "Ultrasound Multi-frame Image Storage (Retired)"),
          Map.entry(UltrasoundMultiFrameImageStorage, "Ultrasound Multi-frame Image Storage"),
          Map.entry(MRImageStorage, "MR Image Storage"),
          Map.entry(EnhancedMRImageStorage, "Enhanced MR Image Storage"),
          Map.entry(UltrasoundImageStorageRetired, "Ultrasound Image Storage (Retired)"),
          Map.entry(UltrasoundImageStorage, "Ultrasound Image Storage"),
          Map.entry(SecondaryCaptureImageStorage, "Secondary Capture Image Storage"),
          Map.entry(
              MultiFrameSingleBitSecondaryCaptureImageStorage,
              "Multi-frame Single Bit Secondary Capture Image Storage"),
          Map.entry(
              MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
              "Multi-frame Grayscale Byte Secondary Capture Image Storage"),
          Map.entry(
              MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
              "Multi-frame Grayscale Word Secondary Capture Image Storage"),
          Map.entry(
              MultiFrameTrueColorSecondaryCaptureImageStorage,
              "Multi-frame True Color Secondary Capture Image Storage"),
          Map.entry(
              GrayscaleSoftcopyPresentationStateStorage,
              "Grayscale Softcopy Presentation State Storage"),
          Map.entry(XRayAngiographicImageStorage, "X-Ray Angiographic Image Storage"),
          Map.entry(EnhancedXAImageStorage, "Enhanced XA Image Storage"),
          Map.entry(XRayRadiofluoroscopicImageStorage, "X-Ray Radiofluoroscopic Image Storage"),
          Map.entry(EnhancedXRFImageStorage, "Enhanced XRF Image Storage"),
          Map.entry(BreastTomosynthesisImageStorage, "Breast Tomosynthesis Image Storage"),
          Map.entry(NuclearMedicineImageStorage, "Nuclear Medicine Image Storage"),
          Map.entry(RawDataStorage, "Raw Data Storage"),
          Map.entry(VLEndoscopicImageStorage, "VL Endoscopic Image Storage"),
          Map.entry(VLPhotographicImageStorage, "VL Photographic Image Storage"),
          Map.entry(BasicTextSRStorage, "Basic Text SR Storage"),
          Map.entry(EnhancedSRStorage, "Enhanced SR Storage"),
          Map.entry(ComprehensiveSRStorage, "Comprehensive SR Storage"),
          Map.entry(KeyObjectSelectionDocumentStorage, "Key Object Selection Document Storage"),
          Map.entry(XRayRadiationDoseSRStorage, "X-Ray Radiation Dose SR Storage"),
          Map.entry(EncapsulatedPDFStorage, "Encapsulated PDF Storage"),
          Map.entry(
              PositronEmissionTomographyImageStorage, "Positron Emission Tomography Image Storage"),
          Map.entry(
              PatientRootQueryRetrieveFind, "Patient Root Query/Retrieve Information Model - FIND"),
          Map.entry(
              PatientRootQueryRetrieveMove, "Patient Root Query/Retrieve Information Model - MOVE"),
          Map.entry(
              PatientRootQueryRetrieveGet, "Patient Root Query/Retrieve Information Model - GET"),
          Map.entry(
              StudyRootQueryRetrieveFind, "Study Root Query/Retrieve Information Model - FIND"),
          Map.entry(
              StudyRootQueryRetrieveMove, "Study Root Query/Retrieve Information Model - MOVE"),
          Map.entry(
              StudyRootQueryRetrieveGet, "Study Root Query/Retrieve Information Model - GET"));

  private SOPClass() {}

  /** The name of the SOP class with this UID, empty if it is none of those above. */
  public static Optional<String> nameOf(String uid) {
    return Optional.ofNullable(NAMES.get(UIDs.trim(uid)));
  }
}
