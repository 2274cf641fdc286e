/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

/** What a JPEG-LS preset segment (LSE, ITU-T T.87 §C.2.4.1) says; 0 is the default. Immutable. */
record JpegLsPreset(int maxval, int t1, int t2, int t3, int reset) {
  static final JpegLsPreset NONE = new JpegLsPreset(0, 0, 0, 0, 0);
}
