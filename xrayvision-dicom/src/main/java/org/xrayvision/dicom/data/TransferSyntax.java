/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transfer syntax: how a data set becomes bytes (PS3.5 §10, PS3.6 table A-1).
 *
 * <p>Immutable and safe for threads.
 *
 * @param uid its UID
 * @param name its name in PS3.6
 * @param explicitVR whether each element carries its VR
 * @param bigEndian whether numbers stand most significant byte first
 * @param deflated whether the data set is compressed as a whole (RFC 1951)
 * @param encapsulated whether PixelData is a sequence of fragments (PS3.5 §A.4)
 */
public record TransferSyntax(
    String uid,
    String name,
    boolean explicitVR,
    boolean bigEndian,
    boolean deflated,
    boolean encapsulated) {
  private static final String ROOT = "1.2.840.10008.1.2";

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(ROOT, "Implicit VR Little Endian", false, false, false, false);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(ROOT + ".1", "Explicit VR Little Endian", true, false, false, false);
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          ROOT + ".1.99", "Deflated Explicit VR Little Endian", true, false, true, false);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      new TransferSyntax(ROOT + ".2", "Explicit VR Big Endian", true, true, false, false);
  public static final TransferSyntax ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN =
      encapsulated(".1.98", "Encapsulated Uncompressed Explicit VR Little Endian");
  public static final TransferSyntax DEFLATED_IMAGE_FRAME_COMPRESSION =
      encapsulated(".8.1", "Deflated Image Frame Compression");

  public static final TransferSyntax JPEG_BASELINE_8BIT =
      encapsulated(".4.50", "JPEG Baseline (Process 1)");
  public static final TransferSyntax JPEG_EXTENDED_12BIT =
      encapsulated(".4.51", "JPEG Extended (Process 2 & 4)");
  public static final TransferSyntax JPEG_EXTENDED_3_5 =
      encapsulated(".4.52", "JPEG Extended (Process 3 & 5)");
  public static final TransferSyntax JPEG_SPECTRAL_SELECTION_6_8 =
      encapsulated(".4.53", "JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8)");
  public static final TransferSyntax JPEG_SPECTRAL_SELECTION_7_9 =
      encapsulated(".4.54", "JPEG Spectral Selection, Non-Hierarchical (Process 7 & 9)");
  public static final TransferSyntax JPEG_FULL_PROGRESSION_10_12 =
      encapsulated(".4.55", "JPEG Full Progression, Non-Hierarchical (Process 10 & 12)");
  public static final TransferSyntax JPEG_FULL_PROGRESSION_11_13 =
      encapsulated(".4.56", "JPEG Full Progression, Non-Hierarchical (Process 11 & 13)");
  public static final TransferSyntax JPEG_LOSSLESS =
      encapsulated(".4.57", "JPEG Lossless, Non-Hierarchical (Process 14)");
  public static final TransferSyntax JPEG_LOSSLESS_15 =
      encapsulated(".4.58", "JPEG Lossless, Non-Hierarchical (Process 15)");
  public static final TransferSyntax JPEG_EXTENDED_HIERARCHICAL_16_18 =
      encapsulated(".4.59", "JPEG Extended, Hierarchical (Process 16 & 18)");
  public static final TransferSyntax JPEG_EXTENDED_HIERARCHICAL_17_19 =
      encapsulated(".4.60", "JPEG Extended, Hierarchical (Process 17 & 19)");
  public static final TransferSyntax JPEG_SPECTRAL_SELECTION_HIERARCHICAL_20_22 =
      encapsulated(".4.61", "JPEG Spectral Selection, Hierarchical (Process 20 & 22)");
  public static final TransferSyntax JPEG_SPECTRAL_SELECTION_HIERARCHICAL_21_23 =
      encapsulated(".4.62", "JPEG Spectral Selection, Hierarchical (Process 21 & 23)");
  public static final TransferSyntax JPEG_FULL_PROGRESSION_HIERARCHICAL_24_26 =
      encapsulated(".4.63", "JPEG Full Progression, Hierarchical (Process 24 & 26)");
  public static final TransferSyntax JPEG_FULL_PROGRESSION_HIERARCHICAL_25_27 =
      encapsulated(".4.64", "JPEG Full Progression, Hierarchical (Process 25 & 27)");
  public static final TransferSyntax JPEG_LOSSLESS_HIERARCHICAL_28 =
      encapsulated(".4.65", "JPEG Lossless, Hierarchical (Process 28)");
  public static final TransferSyntax JPEG_LOSSLESS_HIERARCHICAL_29 =
      encapsulated(".4.66", "JPEG Lossless, Hierarchical (Process 29)");
  public static final TransferSyntax JPEG_LOSSLESS_SV1 =
      encapsulated(
          ".4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 SV1)");
  public static final TransferSyntax JPEG_LS_LOSSLESS =
      encapsulated(".4.80", "JPEG-LS Lossless Image Compression");
  public static final TransferSyntax JPEG_LS_NEAR_LOSSLESS =
      encapsulated(".4.81", "JPEG-LS Lossy (Near-Lossless) Image Compression");
  public static final TransferSyntax JPEG_2000_LOSSLESS =
      encapsulated(".4.90", "JPEG 2000 Image Compression (Lossless Only)");
  public static final TransferSyntax JPEG_2000 =
      encapsulated(".4.91", "JPEG 2000 Image Compression");
  public static final TransferSyntax JPEG_2000_MULTI_COMPONENT_LOSSLESS =
      encapsulated(".4.92", "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)");
  public static final TransferSyntax JPEG_2000_MULTI_COMPONENT =
      encapsulated(".4.93", "JPEG 2000 Part 2 Multi-component Image Compression");
  public static final TransferSyntax JPIP_REFERENCED =
      new TransferSyntax(ROOT + ".4.94", "JPIP Referenced", true, false, false, false);
  public static final TransferSyntax JPIP_REFERENCED_DEFLATE =
      new TransferSyntax(ROOT + ".4.95", "JPIP Referenced Deflate", true, false, true, false);
  public static final TransferSyntax MPEG2_MAIN_LEVEL =
      encapsulated(".4.100", "MPEG2 Main Profile / Main Level");
  public static final TransferSyntax MPEG2_MAIN_LEVEL_FRAGMENTABLE =
      encapsulated(".4.100.1", "Fragmentable MPEG2 Main Profile / Main Level");
  public static final TransferSyntax MPEG2_HIGH_LEVEL =
      encapsulated(".4.101", "MPEG2 Main Profile / High Level");
  public static final TransferSyntax MPEG2_HIGH_LEVEL_FRAGMENTABLE =
      encapsulated(".4.101.1", "Fragmentable MPEG2 Main Profile / High Level");
  public static final TransferSyntax MPEG4_HIGH_4_1 =
      encapsulated(".4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1");
  public static final TransferSyntax MPEG4_HIGH_4_1_FRAGMENTABLE =
      encapsulated(".4.102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1");
  public static final TransferSyntax MPEG4_HIGH_4_1_BD =
      encapsulated(".4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1");
  public static final TransferSyntax MPEG4_HIGH_4_1_BD_FRAGMENTABLE =
      encapsulated(
          ".4.103.1", "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1");
  public static final TransferSyntax MPEG4_HIGH_4_2_2D =
      encapsulated(".4.104", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video");
  public static final TransferSyntax MPEG4_HIGH_4_2_2D_FRAGMENTABLE =
      encapsulated(
          ".4.104.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video");
  public static final TransferSyntax MPEG4_HIGH_4_2_3D =
      encapsulated(".4.105", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video");
  public static final TransferSyntax MPEG4_HIGH_4_2_3D_FRAGMENTABLE =
      encapsulated(
          ".4.105.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video");
  public static final TransferSyntax MPEG4_STEREO_4_2 =
      encapsulated(".4.106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2");
  public static final TransferSyntax MPEG4_STEREO_4_2_FRAGMENTABLE =
      encapsulated(".4.106.1", "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2");
  public static final TransferSyntax HEVC_MAIN_5_1 =
      encapsulated(".4.107", "HEVC/H.265 Main Profile / Level 5.1");
  public static final TransferSyntax HEVC_MAIN_10_5_1 =
      encapsulated(".4.108", "HEVC/H.265 Main 10 Profile / Level 5.1");
  public static final TransferSyntax JPEG_XL_LOSSLESS = encapsulated(".4.110", "JPEG XL Lossless");
  public static final TransferSyntax JPEG_XL_JPEG_RECOMPRESSION =
      encapsulated(".4.111", "JPEG XL JPEG Recompression");
  public static final TransferSyntax JPEG_XL = encapsulated(".4.112", "JPEG XL");
  public static final TransferSyntax HTJ2K_LOSSLESS =
      encapsulated(".4.201", "High-Throughput JPEG 2000 Image Compression (Lossless Only)");
  public static final TransferSyntax HTJ2K_LOSSLESS_RPCL =
      encapsulated(
          ".4.202",
          "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)");
  public static final TransferSyntax HTJ2K =
      encapsulated(".4.203", "High-Throughput JPEG 2000 Image Compression");
  public static final TransferSyntax JPIP_HTJ2K_REFERENCED =
      new TransferSyntax(ROOT + ".4.204", "JPIP HTJ2K Referenced", true, false, false, false);
  public static final TransferSyntax JPIP_HTJ2K_REFERENCED_DEFLATE =
      new TransferSyntax(
          ROOT + ".4.205", "JPIP HTJ2K Referenced Deflate", true, false, true, false);
  public static final TransferSyntax RLE_LOSSLESS = encapsulated(".5", "RLE Lossless");
  public static final TransferSyntax RFC_2557_MIME =
      new TransferSyntax(ROOT + ".6.1", "RFC 2557 MIME encapsulation", true, false, false, false);
  public static final TransferSyntax XML_ENCODING =
      new TransferSyntax(ROOT + ".6.2", "XML Encoding", true, false, false, false);
  public static final TransferSyntax SMPTE_ST_2110_20_PROGRESSIVE =
      new TransferSyntax(
          ROOT + ".7.1",
          "SMPTE ST 2110-20 Uncompressed Progressive Active Video",
          true,
          false,
          false,
          false);
  public static final TransferSyntax SMPTE_ST_2110_20_INTERLACED =
      new TransferSyntax(
          ROOT + ".7.2",
          "SMPTE ST 2110-20 Uncompressed Interlaced Active Video",
          true,
          false,
          false,
          false);
  public static final TransferSyntax SMPTE_ST_2110_30_PCM =
      new TransferSyntax(
          ROOT + ".7.3", "SMPTE ST 2110-30 PCM Digital Audio", true, false, false, false);
  public static final TransferSyntax PAPYRUS_3_IMPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.20", "Papyrus 3 Implicit VR Little Endian", false, false, false, false);

  private static final List<TransferSyntax> ALL =
      List.of(
          IMPLICIT_VR_LITTLE_ENDIAN,
          EXPLICIT_VR_LITTLE_ENDIAN,
          DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          EXPLICIT_VR_BIG_ENDIAN,
          ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN,
          DEFLATED_IMAGE_FRAME_COMPRESSION,
          JPEG_BASELINE_8BIT,
          JPEG_EXTENDED_12BIT,
          JPEG_EXTENDED_3_5,
          JPEG_SPECTRAL_SELECTION_6_8,
          JPEG_SPECTRAL_SELECTION_7_9,
          JPEG_FULL_PROGRESSION_10_12,
          JPEG_FULL_PROGRESSION_11_13,
          JPEG_LOSSLESS,
          JPEG_LOSSLESS_15,
          JPEG_EXTENDED_HIERARCHICAL_16_18,
          JPEG_EXTENDED_HIERARCHICAL_17_19,
          JPEG_SPECTRAL_SELECTION_HIERARCHICAL_20_22,
          JPEG_SPECTRAL_SELECTION_HIERARCHICAL_21_23,
          JPEG_FULL_PROGRESSION_HIERARCHICAL_24_26,
          JPEG_FULL_PROGRESSION_HIERARCHICAL_25_27,
          JPEG_LOSSLESS_HIERARCHICAL_28,
          JPEG_LOSSLESS_HIERARCHICAL_29,
          JPEG_LOSSLESS_SV1,
          JPEG_LS_LOSSLESS,
          JPEG_LS_NEAR_LOSSLESS,
          JPEG_2000_LOSSLESS,
          JPEG_2000,
          JPEG_2000_MULTI_COMPONENT_LOSSLESS,
          JPEG_2000_MULTI_COMPONENT,
          JPIP_REFERENCED,
          JPIP_REFERENCED_DEFLATE,
          MPEG2_MAIN_LEVEL,
          MPEG2_MAIN_LEVEL_FRAGMENTABLE,
          MPEG2_HIGH_LEVEL,
          MPEG2_HIGH_LEVEL_FRAGMENTABLE,
          MPEG4_HIGH_4_1,
          MPEG4_HIGH_4_1_FRAGMENTABLE,
          MPEG4_HIGH_4_1_BD,
          MPEG4_HIGH_4_1_BD_FRAGMENTABLE,
          MPEG4_HIGH_4_2_2D,
          MPEG4_HIGH_4_2_2D_FRAGMENTABLE,
          MPEG4_HIGH_4_2_3D,
          MPEG4_HIGH_4_2_3D_FRAGMENTABLE,
          MPEG4_STEREO_4_2,
          MPEG4_STEREO_4_2_FRAGMENTABLE,
          HEVC_MAIN_5_1,
          HEVC_MAIN_10_5_1,
          JPEG_XL_LOSSLESS,
          JPEG_XL_JPEG_RECOMPRESSION,
          JPEG_XL,
          HTJ2K_LOSSLESS,
          HTJ2K_LOSSLESS_RPCL,
          HTJ2K,
          JPIP_HTJ2K_REFERENCED,
          JPIP_HTJ2K_REFERENCED_DEFLATE,
          RLE_LOSSLESS,
          RFC_2557_MIME,
          XML_ENCODING,
          SMPTE_ST_2110_20_PROGRESSIVE,
          SMPTE_ST_2110_20_INTERLACED,
          SMPTE_ST_2110_30_PCM,
          PAPYRUS_3_IMPLICIT_VR_LITTLE_ENDIAN);

  private static final Map<String, TransferSyntax> BY_UID =
      ALL.stream().collect(toUnmodifiableMap(TransferSyntax::uid, identity()));

  /** The transfer syntax with this UID, empty if PS3.6 table A-1 has none. */
  public static Optional<TransferSyntax> of(String uid) {
    return Optional.ofNullable(BY_UID.get(UIDs.trim(uid)));
  }

  /** Every transfer syntax of PS3.6 table A-1, retired ones too. */
  public static List<TransferSyntax> all() {
    return ALL;
  }

  private static TransferSyntax encapsulated(String suffix, String name) {
    return new TransferSyntax(ROOT + suffix, name, true, false, false, true);
  }
}
