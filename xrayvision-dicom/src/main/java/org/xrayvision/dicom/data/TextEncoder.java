/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Text into the character set of the data set that it is to stand in. */
final class TextEncoder {
  private static final String UTF_8 = "ISO_IR 192";

  private TextEncoder() {}

  /** Text of an element that waits for its character set. */
  record Text(int tag, VR vr, String value) {
    /** A command set has no character set (PS3.7 §6.3.1). */
    boolean isCommand() {
      return Tag.group(tag) == 0;
    }
  }

  /** The data set with these texts, labelled ISO_IR 192 if it has no label and they need one. */
  static DataSet withTexts(DataSet dataSet, Collection<Text> texts) {
    SpecificCharacterSet set = dataSet.characterSet();
    Map<Integer, Element> elements = index(dataSet);
    boolean unlabelled = !dataSet.hasKnownCharacterSet();
    if (unlabelled
        && texts.stream().anyMatch(text -> !text.isCommand() && !isAscii(text.value()))) {
      DataSet labelled = recode(label(dataSet), set, SpecificCharacterSet.of(List.of(UTF_8)));
      set = labelled.characterSet();
      elements = index(labelled);
    }
    for (Text text : texts) {
      if (!text.isCommand() && !set.canEncode(text.value())) {
        throw new IllegalArgumentException(
            Tag.toString(text.tag()) + ": " + set + " lacks a character of the text");
      }
      byte[] value = set.encode(text.value(), text.vr());
      elements.put(text.tag(), Element.of(text.tag(), text.vr(), Encoding.pad(value, text.vr())));
    }
    return new DataSet(elements.values().toArray(Element[]::new), set);
  }

  /** The data set with the text that it shares with another in its own character set. */
  static DataSet recodeSame(DataSet dataSet, DataSet source) {
    Map<Integer, Element> elements = index(dataSet);
    for (Element element : source.elements()) {
      elements.computeIfPresent(
          element.tag(),
          (tag, now) ->
              now.equals(element)
                  ? recode(now, source.characterSet(), dataSet.characterSet())
                  : now);
    }
    return new DataSet(elements.values().toArray(Element[]::new), dataSet.characterSet());
  }

  /** The data set with its text, which is in one character set, in another. */
  static DataSet recode(DataSet dataSet, SpecificCharacterSet from, SpecificCharacterSet to) {
    Map<Integer, Element> elements = index(dataSet);
    elements.replaceAll((tag, element) -> recode(element, from, to));
    return new DataSet(elements.values().toArray(Element[]::new), to);
  }

  private static Element recode(
      Element element, SpecificCharacterSet from, SpecificCharacterSet to) {
    VR vr = element.vr();
    if (vr == VR.SQ) {
      List<DataSet> items =
          element.items().stream()
              .map(item -> item.hasKnownCharacterSet() ? item : recode(item, from, to))
              .toList();
      return Element.ofItems(element.tag(), items);
    }
    if (!vr.usesCharacterSet() || isAscii(element.raw())) {
      return element;
    }
    String text = from.decode(element.raw(), vr);
    if (!to.canEncode(text)) {
      throw new IllegalArgumentException(
          Tag.toString(element.tag()) + ": " + to + " lacks a character of the text");
    }
    return Element.of(element.tag(), vr, Encoding.pad(to.encode(text, vr), vr));
  }

  private static DataSet label(DataSet dataSet) {
    Map<Integer, Element> elements = index(dataSet);
    elements.put(
        Tag.SpecificCharacterSet,
        Element.of(Tag.SpecificCharacterSet, VR.CS, UTF_8.getBytes(StandardCharsets.US_ASCII)));
    return new DataSet(elements.values().toArray(Element[]::new), dataSet.characterSet());
  }

  private static Map<Integer, Element> index(DataSet dataSet) {
    Map<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    for (Element element : dataSet.elements()) {
      elements.put(element.tag(), element);
    }
    return elements;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isAscii(byte[] text) {
    for (byte b : text) {
      if (b < 0 || b == 0x1B) {
        return false;
      }
    }
    return true;
  }
}
