/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

/**
 * What a page of {@link StatCounts} counts, by up to three numbers a, b and c. Pages hold the
 * number of a section: it never changes. What is read alone comes first.
 */
enum StatSection {
  /** Month, -, cell. */
  MONTH(1),
  /** Rounded milliseconds. */
  LATENCY(2),
  /** Rounded milliseconds: the sum of the exact ones. */
  LATENCY_SUM(3),
  /** Modality, age band, cell. */
  PROFILE(4),
  /** Radiologist, -, cell. */
  RADIOLOGIST(5),
  /** Radiologist: reports with a severity. */
  ASSESSED(6),
  /** Radiologist: the sum of those severities. */
  SEVERITY_SUM(7),
  /** The model's, the report's, verdicts. */
  SEVERITY(8),
  /** Confidence, -, whether right. */
  CONFIDENCE(9),
  /** Hour of the day. */
  HOUR(10),
  /** First verdict, -, verdicts: exams looked at more than once. */
  AGAIN(11),
  /** The same: the sum of their looks. */
  LOOKS(12),
  /** The same: the sum of the time gained. */
  GAIN(13),
  /** Diagnosis: reports. */
  DIAGNOSIS(14),
  /** Diagnosis: reports with a severity. */
  DIAGNOSIS_ASSESSED(15),
  /** Diagnosis: the sum of those severities. */
  DIAGNOSIS_SEVERITY_SUM(16),
  /** Diagnosis: compared. */
  DIAGNOSIS_COMPARED(17),
  /** Diagnosis: compared and the same verdict. */
  DIAGNOSIS_AGREED(18);

  private static final int SHIFT = 48;
  private static final int A_SHIFT = 16;
  private static final int B_SHIFT = 8;
  private static final long A_MAX = 0xFFFF_FFFFL;
  private static final int MAX = 0xFF;

  private final int code;

  StatSection(int code) {
    this.code = code;
  }

  /** A key of a page. What does not fit becomes the greatest that does, each time the same. */
  long key(long a, int b, int c) {
    return ((long) code << SHIFT)
        | (Math.max(0, Math.min(a, A_MAX)) << A_SHIFT)
        | ((long) Math.max(0, Math.min(b, MAX)) << B_SHIFT)
        | Math.max(0, Math.min(c, MAX));
  }

  long first() {
    return key(0, 0, 0);
  }

  long last() {
    return key(A_MAX, MAX, MAX);
  }

  static int a(long key) {
    return (int) ((key >>> A_SHIFT) & A_MAX);
  }

  static int b(long key) {
    return (int) ((key >>> B_SHIFT) & MAX);
  }

  static int c(long key) {
    return (int) (key & MAX);
  }
}
