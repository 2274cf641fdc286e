/**
 * DICOM for X-ray relaying: data sets, Part 10 files, the upper layer and DIMSE, grey-scale
 * rendering.
 */
module org.xrayvision.dicom {
  requires static transitive org.jspecify;

  exports org.xrayvision.dicom.data;
  exports org.xrayvision.dicom.image;
  exports org.xrayvision.dicom.io;
  exports org.xrayvision.dicom.net;
}
