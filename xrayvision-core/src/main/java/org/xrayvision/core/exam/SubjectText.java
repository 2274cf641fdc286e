/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.Subject;

/** What may be told of a patient to a model: age at the exam, and sex. Stateless. */
public final class SubjectText {
  private static final int ADULT = 18;
  private static final int YEARS_FROM = 2;
  private static final int OLDEST = 130;

  private SubjectText() {}

  /**
   * Age and sex on the day of an exam. A birth date after that day, or one that makes the patient
   * older than people get, is taken for a mistake: the age is not known then.
   */
  public static Subject subject(Patient patient, LocalDate examDate) {
    return new Subject(age(patient.birthDate(), examDate), patient.sex());
  }

  private static @Nullable Period age(@Nullable LocalDate birth, LocalDate examDate) {
    if (birth == null || birth.isAfter(examDate)) {
      return null;
    }
    Period age = birth.until(examDate);
    return age.getYears() > OLDEST ? null : age;
  }

  /**
   * "45 years old woman", "7 years old girl", "14 months old boy", "4 days old boy"; below two
   * years in months, below one month in days; "child" and "adult" where the sex is not known, "male
   * patient" where the age is not, "patient" where nothing is.
   */
  public static String of(Subject subject) {
    Period age = subject.age();
    return age == null ? ageless(subject.sex()) : old(age) + " " + person(age, subject.sex());
  }

  private static String old(Period age) {
    if (age.getYears() >= YEARS_FROM) {
      return count(age.getYears(), "year") + " old";
    }
    if (age.toTotalMonths() >= 1) {
      return count(age.toTotalMonths(), "month") + " old";
    }
    return age.getDays() == 0 ? "newborn" : count(age.getDays(), "day") + " old";
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  private static String person(Period age, @Nullable Sex sex) {
    boolean adult = age.getYears() >= ADULT;
    if (sex == Sex.M) {
      return adult ? "man" : "boy";
    }
    if (sex == Sex.F) {
      return adult ? "woman" : "girl";
    }
    return adult ? "adult" : "child";
  }

  private static String ageless(@Nullable Sex sex) {
    if (sex == Sex.M) {
      return "male patient";
    }
    return sex == Sex.F ? "female patient" : "patient";
  }
}
