package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Patient;

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
