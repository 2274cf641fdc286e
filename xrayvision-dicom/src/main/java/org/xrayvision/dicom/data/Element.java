/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data element: tag, VR and one of four kinds of value: bytes, items of a sequence, a bulk value
 * that was left where it is, or fragments (PS3.5 §7.1, §A.4).
 *
 * <p>Immutable and safe for threads. Bytes are as encoded in little endian, whatever the transfer
 * syntax was. {@link #toString} shows no value, for values are about patients.
 */
public final class Element {
  private static final byte[] NO_BYTES = {};

  private final int tag;
  private final VR vr;
  private final byte @Nullable [] bytes;
  private final List<DataSet> items;
  private final List<BulkData> bulk;
  private final boolean fragmented;

  private Element(
      int tag,
      VR vr,
      byte @Nullable [] bytes,
      List<DataSet> items,
      List<BulkData> bulk,
      boolean fragmented) {
    this.tag = tag;
    this.vr = Objects.requireNonNull(vr, "vr");
    this.bytes = bytes;
    this.items = items;
    this.bulk = bulk;
    this.fragmented = fragmented;
  }

  /**
   * An element with its encoded value, numbers least significant byte first; the array is copied.
   */
  public static Element of(int tag, VR vr, byte[] value) {
    if (vr == VR.SQ) {
      throw new IllegalArgumentException(Tag.toString(tag) + ": a sequence has items, not bytes");
    }
    return new Element(tag, vr, value.clone(), List.of(), List.of(), false);
  }

  /** A sequence. */
  public static Element ofItems(int tag, List<DataSet> items) {
    return new Element(tag, VR.SQ, null, List.copyOf(items), List.of(), false);
  }

  /** An element whose value is read only when it is wanted. */
  public static Element ofBulk(int tag, VR vr, BulkData value) {
    if (!vr.isBulk()) {
      throw new IllegalArgumentException(Tag.toString(tag) + ": VR " + vr + " has no bulk values");
    }
    return new Element(tag, vr, null, List.of(), List.of(value), false);
  }

  /**
   * An encapsulated value (PS3.5 §A.4).
   *
   * @param fragments first the Basic Offset Table, which may be empty, then the fragments
   */
  public static Element ofFragments(int tag, VR vr, List<BulkData> fragments) {
    if (!vr.isBulk()) {
      throw new IllegalArgumentException(Tag.toString(tag) + ": VR " + vr + " has no fragments");
    }
    if (fragments.isEmpty()) {
      throw new IllegalArgumentException(Tag.toString(tag) + ": no Basic Offset Table item");
    }
    return new Element(tag, vr, null, List.of(), List.copyOf(fragments), true);
  }

  /** The tag, group in the upper 16 bits. */
  public int tag() {
    return tag;
  }

  /** The VR as encoded; of the dictionary if the transfer syntax has implicit VR. */
  public VR vr() {
    return vr;
  }

  /** Whether there is no value: no byte, no item, no fragment that has bytes. */
  public boolean isEmpty() {
    return items.isEmpty()
        && (bytes == null || bytes.length == 0)
        && bulk.stream().allMatch(value -> value.length() == 0);
  }

  /** A copy of the value's bytes; empty for sequences and values that were left where they are. */
  public byte[] bytes() {
    return bytes == null ? NO_BYTES : bytes.clone();
  }

  /** The items of a sequence, otherwise none. They know no character set but their own. */
  public List<DataSet> items() {
    return items;
  }

  /** The value that was left where it is, if this is such an element. */
  public Optional<BulkData> bulk() {
    return fragmented || bulk.isEmpty() ? Optional.empty() : Optional.of(bulk.get(0));
  }

  /** The Basic Offset Table and the fragments of an encapsulated value, otherwise none. */
  public List<BulkData> fragments() {
    return fragmented ? bulk : List.of();
  }

  /** The bytes without a copy. */
  byte[] raw() {
    return bytes == null ? NO_BYTES : bytes;
  }

  /** Whether all there is to know of the value is in memory. */
  boolean isHeld() {
    return bulk.isEmpty();
  }

  /** The VR by which to read the value: UN of an element of the dictionary is what it says. */
  VR effectiveVR() {
    return vr == VR.UN ? Dictionary.vrOf(tag) : vr;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Element that
        && tag == that.tag
        && vr == that.vr
        && fragmented == that.fragmented
        && Arrays.equals(bytes, that.bytes)
        && items.equals(that.items)
        && bulk.equals(that.bulk);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tag, vr, Arrays.hashCode(bytes), items, bulk);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Tag.toString(tag)).append(' ').append(vr);
    if (vr == VR.SQ) {
      return text.append(", ").append(items.size()).append(" items").toString();
    }
    if (fragmented) {
      return text.append(", ").append(bulk.size() - 1).append(" fragments").toString();
    }
    long length = bulk.isEmpty() ? raw().length : bulk.get(0).length();
    return text.append(", ").append(length).append(" bytes").toString();
  }
}
