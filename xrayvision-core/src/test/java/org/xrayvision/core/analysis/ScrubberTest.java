/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Patient;
import org.xrayvision.core.privacy.Scrubber;

class ScrubberTest {
  private final Scrubber scrubber =
      Scrubber.of(Exams.chest(Exams.MARIA), List.of("Prof. Dr. Țurcanu-Lăzărescu Ana"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pacienta ȘTEFĂNESCU Maria-Ioana | Pacienta [name] [name]-[name]",
        "Ştefănescu (cedilla) | [name] (cedilla)",
        "stefanescu maria ioana | [name] [name] [name]",
        "S\u0326TEFA\u0306NESCU | [name]",
        "Ștefă\u00ADnescu | [name]",
        "plămânul Mariei este clar | plămânul [name] este clar",
        "Ștefăneascului | Ștefăneascului",
        "a lui Ștefănescului | a lui [name]",
        "STEFANESCU^MARIA | [name]^[name]",
        "Dr. Ionescu recomandă | Dr. [name] recomandă",
        "Vasile Ionescu | [name] [name]",
        "Țurcanu, Lazarescu, Ana | [name], [name], [name]",
        "controlul Anei Țurcanului | controlul [name] [name]",
        "dl. Vasilelui, lui Lăzăresculie | dl. [name], lui Lăzăresculie",
        "Ţurcanu-Lăzărescu și ŢURCANU‑LĂZĂRESCU | [name]-[name] și [name]‑[name]",
        "SEMNAT DE: ÎLEANĂ ȚEPEȘ | SEMNAT DE: [name]",
        "ÎNTOCMIT DE: Sânziana Pleșu | ÎNTOCMIT DE: [name]",
        "submarin, ionescian | submarin, ionescian"
      })
  void takesOutNamesInAnySpellingAsWholeWords(String text, String clean) {
    assertThat(scrubber.scrub(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2850914080011",
        "2 850914 080011",
        "2-85-09-14-08-0011",
        "5010101123456",
        "HIS-77231",
        "his77231",
        "HIS 77231",
        "SR990012",
        "ACC-77001",
        "R5512390",
        "1.2.826.0.1.3680043.8.498.1001",
        "1.2.826.0.1.3680043.8.498.1"
      })
  void takesOutIds(String id) {
    assertThat(scrubber.scrub("id " + id + ", afebril")).isEqualTo("id [id], afebril");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "14.09.1985",
        "14/09/1985",
        "14-9-1985",
        "1985-09-14",
        "1985.09.14",
        "19850914",
        "14091985",
        "140985",
        "14.09.85",
        "14 09 1985",
        "14 septembrie 1985",
        "14 Sept. 1985",
        "September 14, 1985",
        "14th September 1985",
        "1985"
      })
  void takesOutTheBirthDateInAnyCommonFormat(String date) {
    assertThat(scrubber.scrub("nascuta " + date + " la Cluj")).isEqualTo("nascuta [date] la Cluj");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0722 123 456",
        "0722123456",
        "0264-595.789",
        "+40 722 123 456",
        "0040722123456",
        "(0264) 595789",
        "021/314.15.92"
      })
  void takesOutTelephoneNumbers(String phone) {
    assertThat(Scrubber.general().scrub("tel " + phone + ".")).isEqualTo("tel [phone].");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tel.0722123456 | tel.[phone]",
        "tel0722123456 | tel[phone]",
        "Tel:0722.123.456, mobil=+40722123456 | Tel:[phone], mobil=[phone]",
        "nr. 40722123456 | nr. [phone]",
        "op.12.03.2021 | op.[date]",
        "n.12.03.1980, la Iași | n.[date], la Iași",
        "n12.03.1980 | n[date]",
        "din 12. 03. 2021 | din [date]",
        "12.III.2021 și 3 xi 2020 | [date] și [date]",
        "cnp2850914080011 | cnp[id]",
        "raport 3.0722123456 | raport 3.0722123456"
      })
  void takesOutNumbersThatLettersOrADotTouch(String text, String clean) {
    assertThat(Scrubber.general().scrub(text)).isEqualTo(clean);
  }

  @Test
  void takesOutIdAndBirthDateThatLettersTouch() {
    Patient patient = new Patient("45672", null, null, LocalDate.of(1985, 9, 14), null);
    assertThat(Scrubber.of(Exams.chest(patient), List.of()).scrub("fisa45672, n14091985"))
        .isEqualTo("fisa[id], n[date]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EVA ANA | Evei, Anei, Eva, ana, 10 ani | [name], [name], [name], [name], 10 ani",
        "POP ION | lui Ion, Popului, popular | lui [name], [name], popular",
        "NGUYEN VAN LE | Le Van Nguyen, le spune | [name] [name] [name], le spune",
        "Al Ben | Al, Ben, ben, al pacientului | [name], [name], [name], al pacientului",
        "al ben | Al Ben | [name] [name]",
        "Maria de la Cruz | Fractură de radius la Maria Cruz; De urmărit"
            + " | Fractură de radius la [name] [name]; De urmărit",
        "Medic Ana | Medic, Ana | [name], [name]",
        "ȚĂ MARIA | Ță, Ţă, ȚĂ, TA Maria, ta | [name], [name], [name], [name] [name], ta",
        "Bianca Ilincăi | Biancăi, Ilincai | [name], [name]",
        "Drăguț-Țîrlea^Ștefana | Ştefanei Draguţ Tîrlea, Ţîrlea-Drăguţ"
            + " | [name] [name] [name], [name]-[name]",
        "Țîrlea, Ștefana | ȘTEFANA ȚÎRLEA și Țîrlea | [name] [name] și [name]",
        "李 小明 | 小明 | [name]"
      })
  void takesOutThePatientsOwnNames(String name, String text, String clean) {
    Patient patient = new Patient("77120345", null, name, null, null);
    assertThat(Scrubber.of(Exams.chest(patient), List.of()).scrub(text)).isEqualTo(clean);
  }

  @Test
  void aRadiologistsTitlesAreNoNamesButCapitalParticlesAre() {
    Patient nobody = new Patient("77120345", null, null, null, null);
    Scrubber own =
        Scrubber.of(Exams.chest(nobody), List.of("Conf. Univ. Dr. Van den Berg", "dr. Ben Al"));
    assertThat(own.scrub("Medic primar, conf. dr. Van den Berg; Dr. Ben"))
        .isEqualTo("Medic primar, conf. dr. [name] den [name]; Dr. [name]");
  }

  @Test
  void takesOutOtherDatesAndMailAndWhoSigns() {
    assertThat(Scrubber.general().scrub("Comparativ cu 12.03.2025, vezi a.b@spital.ro"))
        .isEqualTo("Comparativ cu [date], vezi [email]");
    assertThat(Scrubber.general().scrub("Medic primar radiolog: Dr. Vlad Mureșan"))
        .isEqualTo("Medic primar radiolog: Dr. [name]");
    assertThat(Scrubber.general().scrub("Trimis de Dr. Vlad Mureșan pentru tuse"))
        .isEqualTo("Trimis de Dr. [name] pentru tuse");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Opacitate bazală dr. Cord normal.",
        "Fractură T12-L1, angulație 15 grade, 3.5 x 2.1 cm, raport 0.6",
        "BPOC de 10 ani, 20 tigari/zi, TA 140/90, SpO2 92%",
        "Nodul de 12 mm în lobul superior drept; de urmărit la 3-6 luni",
        "un an de la operație"
      })
  void leavesWhatIsMedicine(String text) {
    assertThat(scrubber.scrub(text)).isEqualTo(text);
  }

  @Test
  void aNameOfTwoLettersIsOneOnlyWithACapital() {
    Patient li = new Patient("77120345", null, "LI An", null, null);
    assertThat(Scrubber.of(Exams.chest(li), List.of()).scrub("Li An, un an, li s-a spus"))
        .isEqualTo("[name] [name], un an, li s-a spus");
  }

  @Test
  void takesOutAPatientIdWithAndWithoutItsNamespaceAndLeadingZeros() {
    Patient patient = new Patient("clinica:0045672", null, null, null, null);
    Scrubber own = Scrubber.of(Exams.chest(patient), List.of());
    assertThat(own.scrub("fisa 45672 / 0045672 / 00045672")).isEqualTo("fisa [id] / [id] / [id]");
  }

  @Test
  void survivesAnyText() {
    assertThat(scrubber.scrub("")).isEmpty();
    assertThat(scrubber.scrub("\uD83E\uDE7B Maria \uD83E")).isEqualTo("\uD83E\uDE7B [name] \uD83E");
    assertThat(scrubber.scrub("ﬁ ".repeat(50_000))).hasSize(64 * 1024);
    assertThat(scrubber.scrub("1 ".repeat(30_000))).isNotEmpty();
    assertThat(scrubber.scrub("Aa ".repeat(30_000))).isNotEmpty();
  }
}
