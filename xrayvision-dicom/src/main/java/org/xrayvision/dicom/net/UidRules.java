package org.xrayvision.dicom.net;

/** The form of a UID (PS3.5 §9.1) as the network sees it. */
final class UidRules {
  static final String VERIFICATION = "1.2.840.10008.1.1";
  static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
  static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
  static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

  private UidRules() {}

  /** 1 to 64 of {@code [0-9.]}, no empty component; leading zeros, which devices send, pass. */
  static boolean isValid(String uid) {
    if (uid.isEmpty() || uid.length() > 64) {
      return false;
    }
    char before = '.';
    for (int i = 0; i < uid.length(); i++) {
      char c = uid.charAt(i);
      if (c == '.' ? before == '.' : c < '0' || c > '9') {
        return false;
      }
      before = c;
    }
    return before != '.';
  }
}
