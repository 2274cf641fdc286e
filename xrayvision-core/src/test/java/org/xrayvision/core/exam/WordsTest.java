/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void wordsAreSmallAndWithoutDiacritics() {
    assertThat(Words.of("Ștefania ŞTEFANIA Țepeș ţepeş Îoana (Zoé)"))
        .containsExactly("stefania", "stefania", "tepes", "tepes", "ioana", "zoe");
  }

  @Test
  void wordsEndAtDigitsAndAtCapitals() {
    assertThat(Words.of("Torace1 Genunchi2P ToracePA ȘoldStg 3D"))
        .containsExactly(
            "torace", "1", "genunchi", "2", "p", "torace", "pa", "sold", "stg", "3", "d");
    assertThat(Words.of("TORACE LSpine FAȚĂ I\u0307"))
        .containsExactly("torace", "lspine", "fata", "i");
  }

  @Test
  void controlCharactersBecomeOneSpace() {
    assertThat(Words.clean("a\u0000b\r\n\u001b[31mc\u0085d\u202ee", 99)).isEqualTo("a b [31mc d e");
  }

  @Test
  void halfOfASurrogatePairDoesNotGetThrough() {
    assertThat(Words.clean("a\ud800b", 99)).isEqualTo("a b");
  }

  @Test
  void cuttingDoesNotTearACharacterApart() {
    assertThat(Words.clean("ab\ud83d\ude00cd", 3)).isEqualTo("ab");
    assertThat(Words.clean("ab\ud83d\ude00cd", 4)).isEqualTo("ab\ud83d\ude00");
  }

  @Test
  void markupStaysTextForThePageToEscape() {
    assertThat(Words.clean("<script>alert(1)</script>", 99)).isEqualTo("<script>alert(1)</script>");
  }
}
