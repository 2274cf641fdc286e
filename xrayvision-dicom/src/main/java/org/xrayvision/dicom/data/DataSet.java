/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data set: elements in the order of their tags, each tag once (PS3.5 §7).
 *
 * <p>Immutable and safe for threads. Reading is lenient: what is absent, empty or not to be
 * understood as what is asked for is empty, never an exception. Text is decoded by {@link
 * #characterSet()}; the items of a sequence inherit it unless they have their own.
 */
public final class DataSet {
  private static final DataSet EMPTY =
      new DataSet(new Element[0], SpecificCharacterSet.unlabelled());

  /** There are 20 defined terms, and two or three of them in real data sets. */
  private static final int MAX_TERMS = 16;

  private static final int MAX_TERMS_LENGTH = 256;

  private final Element[] elements;
  private final SpecificCharacterSet characterSet;
  private final boolean labelled;

  DataSet(Element[] sorted, SpecificCharacterSet inherited) {
    elements = sorted;
    SpecificCharacterSet own = ownCharacterSet();
    labelled = own != null;
    characterSet = own == null ? inherited : own.beyondAscii(inherited);
  }

  /** A data set without elements. */
  public static DataSet empty() {
    return EMPTY;
  }

  /** A builder without elements. */
  public static Builder builder() {
    return new Builder(EMPTY);
  }

  /** A builder that begins with the elements of this data set. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The first value without the spaces around it; numbers in decimal, a tag as eight hex digits.
   */
  public Optional<String> string(int tag) {
    Element element = find(tag);
    return element == null
        ? Optional.empty()
        : Optional.of(Values.first(element, characterSet)).filter(value -> !value.isEmpty());
  }

  /**
   * All values as {@link #string} has the first, at most 65,536; an empty one between others is an
   * empty string.
   */
  public List<String> strings(int tag) {
    Element element = find(tag);
    return element == null ? List.of() : Values.strings(element, characterSet);
  }

  /**
   * The whole value as one text, backslashes and leading spaces included, without the spaces and
   * NULs at its end (LT, ST, UT).
   */
  public Optional<String> text(int tag) {
    Element element = find(tag);
    if (element == null || !element.effectiveVR().isText()) {
      return Optional.empty();
    }
    String text = Values.text(element, characterSet);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** The first value if it is a whole number in the range of an int. */
  public OptionalInt integer(int tag) {
    Element element = find(tag);
    return element == null ? OptionalInt.empty() : Values.integer(element, characterSet);
  }

  /**
   * All values of US, SS, UL, SL, SV, UV, IS, whole numbers of DS, and the words of OB, OW and OL;
   * US, UL, UV and the words are unsigned. If one is no whole number in the range of an int: none.
   */
  public int[] integers(int tag) {
    Element element = find(tag);
    return element == null ? new int[0] : Values.integers(element, characterSet);
  }

  /** The first value if it is a finite number. */
  public OptionalDouble decimal(int tag) {
    Element element = find(tag);
    return element == null ? OptionalDouble.empty() : Values.firstDecimal(element, characterSet);
  }

  /**
   * All values as numbers, at most 65,536, NaN for one that is none; empty ones at the end are left
   * out.
   */
  public double[] decimals(int tag) {
    Element element = find(tag);
    return element == null ? new double[0] : Values.decimals(element, characterSet);
  }

  /** The first value as a name, if it has anything in it. */
  public Optional<PersonName> personName(int tag) {
    return string(tag).map(PersonName::parse).filter(name -> !name.isEmpty());
  }

  /**
   * The first value as a date: DA, the date of a DT, and {@code yyyy.mm.dd} of ACR-NEMA. A date
   * that does not exist is empty.
   */
  public Optional<LocalDate> date(int tag) {
    return string(tag).flatMap(Values::date);
  }

  /**
   * The first value as a time of day: TM with missing parts as 0, the time of a DT, and {@code
   * hh:mm:ss} of ACR-NEMA. A time that does not exist is empty; a leap second is second 59.
   */
  public Optional<LocalTime> time(int tag) {
    return string(tag).flatMap(Values::time);
  }

  /** The items of a sequence, with the character set that applies to them; otherwise none. */
  public List<DataSet> items(int tag) {
    Element element = find(tag);
    if (element == null) {
      return List.of();
    }
    return element.items().stream().map(item -> item.inheriting(characterSet)).toList();
  }

  /**
   * A copy of the value's bytes, numbers least significant byte first; empty for a sequence and for
   * a value that was left where it is (see {@link Element#bulk}).
   */
  public byte[] bytes(int tag) {
    Element element = find(tag);
    return element == null ? new byte[0] : element.bytes();
  }

  /** Whether there is such an element, be it empty. */
  public boolean contains(int tag) {
    return find(tag) != null;
  }

  /** Whether there is such an element and it has a value. */
  public boolean hasValue(int tag) {
    Element element = find(tag);
    return element != null && !element.isEmpty();
  }

  /** The element as it is. */
  public Optional<Element> element(int tag) {
    return Optional.ofNullable(find(tag));
  }

  /** All elements in the order of their tags; cannot be changed. */
  public Collection<Element> elements() {
    return List.of(elements);
  }

  /** The number of elements. */
  public int size() {
    return elements.length;
  }

  /** By what text of this data set is decoded. */
  public SpecificCharacterSet characterSet() {
    return characterSet;
  }

  /** Whether (0008,0005) is there and names character sets that are known. */
  public boolean hasKnownCharacterSet() {
    return labelled;
  }

  /**
   * This data set with another character set for text that is not labelled: it is used only where
   * (0008,0005) is absent, empty or unknown, or is ISO_IR 6 while the bytes are not ASCII. Of a set
   * of single bytes, what is valid UTF-8 is read as such, which is hardly ever by chance; what is
   * not UTF-8 although the fallback is, is read as ISO_IR 101.
   *
   * @param definedTermOrCharset a defined term (ISO_IR 101) or the name of a Java character set
   * @throws IllegalArgumentException if it is neither
   */
  public DataSet withFallbackCharacterSet(String definedTermOrCharset) {
    return inheriting(SpecificCharacterSet.ofName(definedTermOrCharset).asFallback());
  }

  private DataSet inheriting(SpecificCharacterSet inherited) {
    boolean settled = labelled && !characterSet.isAsciiOnly();
    return settled || inherited.equals(characterSet) ? this : new DataSet(elements, inherited);
  }

  private @Nullable SpecificCharacterSet ownCharacterSet() {
    Element element = find(Tag.SpecificCharacterSet);
    if (element == null || element.isEmpty() || !element.isHeld()) {
      return null;
    }
    byte[] raw = element.raw();
    int length = Math.min(raw.length, MAX_TERMS_LENGTH);
    String terms = new String(raw, 0, length, StandardCharsets.ISO_8859_1);
    SpecificCharacterSet set = SpecificCharacterSet.of(Values.split(terms, MAX_TERMS));
    return set.isKnown() ? set : null;
  }

  private @Nullable Element find(int tag) {
    int low = 0;
    int high = elements.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(elements[middle].tag(), tag);
      if (order == 0) {
        return elements[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DataSet that && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  @Override
  public String toString() {
    return "DataSet of " + elements.length + " elements";
  }

  /**
   * Puts a {@link DataSet} together. Setting an element again replaces it.
   *
   * <p>Not safe for threads.
   */
  public static final class Builder {
    private final DataSet source;
    private final SpecificCharacterSet inherited;
    private final Map<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private final Map<Integer, TextEncoder.Text> texts = new TreeMap<>(Integer::compareUnsigned);

    Builder(DataSet source) {
      this.source = source;
      inherited = source.labelled ? source.characterSet().beyond() : source.characterSet();
      for (Element element : source.elements()) {
        elements.put(element.tag(), element);
      }
    }

    /** Sets an element of the dictionary to these values; none makes it empty. */
    public Builder set(int tag, String... values) {
      return set(tag, Dictionary.vrOf(tag), values);
    }

    /**
     * Sets an element to these values. Numbers (US, FD, ...) are parsed from their decimal form.
     *
     * @throws IllegalArgumentException if the VR has no textual values, or a number is none
     */
    public Builder set(int tag, VR vr, String... values) {
      if (!vr.isText()) {
        return put(Element.of(tag, vr, Encoding.numbers(tag, vr, values)));
      }
      String text = String.join("\\", values);
      if (vr.usesCharacterSet()) {
        elements.remove(tag);
        texts.put(tag, new TextEncoder.Text(tag, vr, text));
        return this;
      }
      return put(Element.of(tag, vr, Encoding.pad(text.getBytes(StandardCharsets.ISO_8859_1), vr)));
    }

    /** Sets an element of the dictionary to whole numbers (US, SS, UL, SL, IS, DS, OW ...). */
    public Builder setInts(int tag, int... values) {
      return setInts(tag, Dictionary.vrOf(tag), values);
    }

    /** Sets an element to whole numbers. */
    public Builder setInts(int tag, VR vr, int... values) {
      return set(tag, vr, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
    }

    /** Sets an element to encoded bytes, numbers least significant byte first; padded if odd. */
    public Builder setBytes(int tag, VR vr, byte[] value) {
      return put(Element.of(tag, vr, Encoding.pad(value, vr)));
    }

    /** Sets a sequence. */
    public Builder setItems(int tag, DataSet... items) {
      return setItems(tag, List.of(items));
    }

    /** Sets a sequence. */
    public Builder setItems(int tag, List<DataSet> items) {
      return put(Element.ofItems(tag, items));
    }

    /** Sets an element whose value is read when the data set is written. */
    public Builder setBulk(int tag, VR vr, BulkData value) {
      return put(Element.ofBulk(tag, vr, value));
    }

    /**
     * Sets an encapsulated value of VR OB (PS3.5 §A.4).
     *
     * @param fragments first the Basic Offset Table, which may be empty, then the fragments
     */
    public Builder setFragments(int tag, List<BulkData> fragments) {
      return put(Element.ofFragments(tag, VR.OB, fragments));
    }

    /** Sets an element as it is. */
    public Builder put(Element element) {
      texts.remove(element.tag());
      elements.put(element.tag(), element);
      return this;
    }

    /** Takes an element out; nothing happens if it is not there. */
    public Builder remove(int tag) {
      texts.remove(tag);
      elements.remove(tag);
      return this;
    }

    /** The number of elements so far. */
    public int size() {
      return elements.size() + texts.size();
    }

    /**
     * The data set. Text is encoded by its (0008,0005); if there is none and the text needs one, it
     * becomes ISO_IR 192. Text that was there before is encoded anew if the character set changed.
     * In a command set (group 0000), which has none, other characters than ASCII become '?'.
     *
     * @throws IllegalArgumentException if the character set that was set lacks a character of the
     *     text
     */
    public DataSet build() {
      DataSet raw = new DataSet(elements.values().toArray(Element[]::new), inherited);
      if (!raw.characterSet().equals(source.characterSet())) {
        raw = TextEncoder.recodeSame(raw, source);
      }
      if (texts.isEmpty()) {
        return raw;
      }
      return TextEncoder.withTexts(raw, texts.values());
    }
  }
}
