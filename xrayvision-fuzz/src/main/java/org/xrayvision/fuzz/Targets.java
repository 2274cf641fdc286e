/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.xrayvision.codecs.J2kHeaderTarget;
import org.xrayvision.dicom.net.AssociationTarget;
import org.xrayvision.dicom.net.PduTarget;

/**
 * All targets by their names, which are those of the folders below {@code crashers/}. Immutable.
 */
public final class Targets {
  private Targets() {}

  /**
   * A target.
   *
   * @param type the class that the fuzzer is given
   * @param run what it calls
   */
  public record Target(Class<?> type, Consumer<byte[]> run) {}

  /** The targets, in the order of a run. */
  public static Map<String, Target> all() {
    Map<String, Target> all = new LinkedHashMap<>();
    all.put("pdu", new Target(PduTarget.class, PduTarget::fuzzerTestOneInput));
    all.put(
        "association", new Target(AssociationTarget.class, AssociationTarget::fuzzerTestOneInput));
    all.put("dataset", new Target(DataSetTarget.class, DataSetTarget::fuzzerTestOneInput));
    all.put("file", new Target(FileTarget.class, FileTarget::fuzzerTestOneInput));
    all.put(
        "characterset",
        new Target(CharacterSetTarget.class, CharacterSetTarget::fuzzerTestOneInput));
    all.put("rle", new Target(RleTarget.class, RleTarget::fuzzerTestOneInput));
    all.put("jpegls", new Target(JpegLsTarget.class, JpegLsTarget::fuzzerTestOneInput));
    all.put(
        "jpegextended",
        new Target(JpegExtendedTarget.class, JpegExtendedTarget::fuzzerTestOneInput));
    all.put("j2kheader", new Target(J2kHeaderTarget.class, J2kHeaderTarget::fuzzerTestOneInput));
    all.put("jpeg2000", new Target(Jpeg2000Target.class, Jpeg2000Target::fuzzerTestOneInput));
    all.put(
        "jpeglossless",
        new Target(JpegLosslessTarget.class, JpegLosslessTarget::fuzzerTestOneInput));
    all.put("picture", new Target(PictureTarget.class, PictureTarget::fuzzerTestOneInput));
    return all;
  }
}
