package org.xrayvision.dicom.data;

import java.util.Locale;

/**
 * Tags by keyword, a constant for each element of the {@link Dictionary}; group in the upper 16
 * bits.
 *
 * <p>Of repeating groups (50xx, 60xx) the constant is that of the first.
 */
public final class Tag {
  public static final int CommandGroupLength = 0x00000000;
  public static final int AffectedSOPClassUID = 0x00000002;
  public static final int RequestedSOPClassUID = 0x00000003;
  public static final int CommandField = 0x00000100;
  public static final int MessageID = 0x00000110;
  public static final int MessageIDBeingRespondedTo = 0x00000120;
  public static final int MoveDestination = 0x00000600;
  public static final int Priority = 0x00000700;
  public static final int CommandDataSetType = 0x00000800;
  public static final int Status = 0x00000900;
  public static final int OffendingElement = 0x00000901;
  public static final int ErrorComment = 0x00000902;
  public static final int ErrorID = 0x00000903;
  public static final int AffectedSOPInstanceUID = 0x00001000;
  public static final int RequestedSOPInstanceUID = 0x00001001;
  public static final int NumberOfRemainingSuboperations = 0x00001020;
  public static final int NumberOfCompletedSuboperations = 0x00001021;
  public static final int NumberOfFailedSuboperations = 0x00001022;
  public static final int NumberOfWarningSuboperations = 0x00001023;
  public static final int MoveOriginatorApplicationEntityTitle = 0x00001030;
  public static final int MoveOriginatorMessageID = 0x00001031;
  public static final int FileMetaInformationVersion = 0x00020001;
  public static final int MediaStorageSOPClassUID = 0x00020002;
  public static final int MediaStorageSOPInstanceUID = 0x00020003;
  public static final int TransferSyntaxUID = 0x00020010;
  public static final int ImplementationClassUID = 0x00020012;
  public static final int ImplementationVersionName = 0x00020013;
  public static final int SourceApplicationEntityTitle = 0x00020016;
  public static final int SpecificCharacterSet = 0x00080005;
  public static final int ImageType = 0x00080008;
  public static final int SOPClassUID = 0x00080016;
  public static final int SOPInstanceUID = 0x00080018;
  public static final int StudyDate = 0x00080020;
  public static final int SeriesDate = 0x00080021;
  public static final int AcquisitionDate = 0x00080022;
  public static final int ContentDate = 0x00080023;
  public static final int StudyTime = 0x00080030;
  public static final int SeriesTime = 0x00080031;
  public static final int AcquisitionTime = 0x00080032;
  public static final int ContentTime = 0x00080033;
  public static final int AccessionNumber = 0x00080050;
  public static final int QueryRetrieveLevel = 0x00080052;
  public static final int Modality = 0x00080060;
  public static final int ModalitiesInStudy = 0x00080061;
  public static final int Manufacturer = 0x00080070;
  public static final int InstitutionName = 0x00080080;
  public static final int ReferringPhysicianName = 0x00080090;
  public static final int TimezoneOffsetFromUTC = 0x00080201;
  public static final int StudyDescription = 0x00081030;
  public static final int SeriesDescription = 0x0008103E;
  public static final int PatientName = 0x00100010;
  public static final int PatientID = 0x00100020;
  public static final int PatientBirthDate = 0x00100030;
  public static final int PatientSex = 0x00100040;
  public static final int PatientAge = 0x00101010;
  public static final int BodyPartExamined = 0x00180015;
  public static final int ProtocolName = 0x00181030;
  public static final int ViewPosition = 0x00185101;
  public static final int StudyInstanceUID = 0x0020000D;
  public static final int SeriesInstanceUID = 0x0020000E;
  public static final int StudyID = 0x00200010;
  public static final int SeriesNumber = 0x00200011;
  public static final int InstanceNumber = 0x00200013;
  public static final int PatientOrientation = 0x00200020;
  public static final int Laterality = 0x00200060;
  public static final int ImageLaterality = 0x00200062;
  public static final int SamplesPerPixel = 0x00280002;
  public static final int PhotometricInterpretation = 0x00280004;
  public static final int PlanarConfiguration = 0x00280006;
  public static final int NumberOfFrames = 0x00280008;
  public static final int Rows = 0x00280010;
  public static final int Columns = 0x00280011;
  public static final int PixelSpacing = 0x00280030;
  public static final int BitsAllocated = 0x00280100;
  public static final int BitsStored = 0x00280101;
  public static final int HighBit = 0x00280102;
  public static final int PixelRepresentation = 0x00280103;
  public static final int SmallestImagePixelValue = 0x00280106;
  public static final int LargestImagePixelValue = 0x00280107;
  public static final int PixelPaddingValue = 0x00280120;
  public static final int PixelPaddingRangeLimit = 0x00280121;
  public static final int BurnedInAnnotation = 0x00280301;
  public static final int WindowCenter = 0x00281050;
  public static final int WindowWidth = 0x00281051;
  public static final int RescaleIntercept = 0x00281052;
  public static final int RescaleSlope = 0x00281053;
  public static final int RescaleType = 0x00281054;
  public static final int VOILUTFunction = 0x00281056;
  public static final int ModalityLUTSequence = 0x00283000;
  public static final int LUTDescriptor = 0x00283002;
  public static final int LUTExplanation = 0x00283003;
  public static final int ModalityLUTType = 0x00283004;
  public static final int LUTData = 0x00283006;
  public static final int VOILUTSequence = 0x00283010;
  public static final int PresentationLUTShape = 0x20500020;
  public static final int FloatPixelData = 0x7FE00008;
  public static final int DoubleFloatPixelData = 0x7FE00009;
  public static final int PixelData = 0x7FE00010;

  private Tag() {}

  /** The tag of a group and an element number. */
  public static int of(int group, int element) {
    return (group << 16) | (element & 0xFFFF);
  }

  /** The group number, 0..0xFFFF. */
  public static int group(int tag) {
    return tag >>> 16;
  }

  /** The element number within the group, 0..0xFFFF. */
  public static int element(int tag) {
    return tag & 0xFFFF;
  }

  /** Whether the group is odd, that is, the element's meaning is a vendor's (PS3.5 §7.8). */
  public static boolean isPrivate(int tag) {
    return (tag & 0x10000) != 0;
  }

  /** The tag as the Standard writes it: {@code (0010,0020)}. */
  public static String toString(int tag) {
    return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
  }
}
