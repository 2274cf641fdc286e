/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.core.PersonScrubber;

/**
 * What a reader sees of persons. Everything that leaves the server as JSON asks here; there is no
 * other place that hides or shows. Safe for threads.
 */
public final class Masking {
  /** Shows everything. */
  public static final Masking NONE = new Masking(null);

  private static final int PSEUDONYM_BYTES = 8;
  private static final int MAX_INITIALS = 4;
  private static final Pattern NAME_PART = Pattern.compile("\\p{L}+");

  private static final Set<String> TITLES = Set.of("dr", "dna", "prof", "conf", "med", "as", "sef");

  private final @Nullable SecretKeySpec key;

  /** An exam has a dozen texts, asked for one after the other. */
  private volatile @Nullable Last last;

  private record Last(Exam exam, PersonScrubber scrubber) {}

  private Masking(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  /** Hides persons; patients keep a pseudonym that is stable under this secret. */
  static Masking with(byte[] secret) {
    return new Masking(new SecretKeySpec(secret, "HmacSHA256"));
  }

  /** Whether anything is hidden. */
  public boolean masked() {
    return key != null;
  }

  /** A patient's or radiologist's name, or its initials. */
  public @Nullable String name(@Nullable String name) {
    return name == null || key == null ? name : initials(name);
  }

  /** The patient's id, or a pseudonym that is the same for the same patient; null without an id. */
  public @Nullable String patientId(Patient patient) {
    String id = patient.patientId();
    return id == null || key == null ? id : pseudonym("patient", id, key);
  }

  /** What who is masked sees in place of this id. */
  static String pseudonymOfPatient(String id, byte[] secret) {
    return pseudonym("patient", id, new SecretKeySpec(secret, "HmacSHA256"));
  }

  /** A word that is the same for all exams of one reading; it tells nothing of a report's id. */
  public String reading(String reading) {
    return key == null ? reading : pseudonym("reading", reading, key);
  }

  /** An id by which a hospital's system would find the patient, or null. */
  public @Nullable String id(@Nullable String id) {
    return key == null ? id : null;
  }

  /** A birth date, or null. */
  public @Nullable LocalDate birthDate(@Nullable LocalDate date) {
    return key == null ? date : null;
  }

  /** Free text about an exam, without what names its patient and radiologist. */
  public @Nullable String text(@Nullable String text, Exam exam) {
    if (text == null || text.isEmpty() || key == null) {
      return text;
    }
    Last known = last;
    if (known == null || !known.exam().equals(exam)) {
      known = new Last(exam, PersonScrubber.of(exam));
      last = known;
    }
    return known.scrubber().scrub(text);
  }

  /** The first letters of a name's parts: {@code Popescu Ion} is {@code P.I.}. */
  public static String initials(String name) {
    StringBuilder letters = new StringBuilder();
    Matcher part = NAME_PART.matcher(Normalizer.normalize(name, Normalizer.Form.NFC));
    for (int i = 0; i < MAX_INITIALS && part.find(); ) {
      // A title is no name: "Dr. Marin" is M., not D.M.
      if (!isTitle(part.group())) {
        letters.appendCodePoint(Character.toUpperCase(part.group().codePointAt(0))).append('.');
        i++;
      }
    }
    return letters.isEmpty() ? "?" : letters.toString().toUpperCase(Locale.ROOT);
  }

  private static boolean isTitle(String part) {
    String plain = Normalizer.normalize(part, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return TITLES.contains(plain.toLowerCase(Locale.ROOT));
  }

  private static String pseudonym(String kind, String id, SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      byte[] hash = mac.doFinal((kind + ":" + id).getBytes(StandardCharsets.UTF_8));
      return kind.charAt(0) + "-" + HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
