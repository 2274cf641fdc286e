/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A database as the Python program leaves it, in its newest form and in an older one, with many
 * exams: every status, manual reviews (severity -1 with a verdict), verdicts of models without a
 * severity, protocols in place of regions, several views of a study, strangers without an id,
 * nothing where something may be missing. The same for the same seed.
 */
final class PythonFile {
  /** Which of the forms that compat knows. */
  enum Form {
    /** Severities, summaries, translations; birth dates. */
    NEWEST,
    /** None of these; an age in place of the birth date. */
    OLDER
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final List<String> STATUSES =
      List.of(
          "none",
          "queued",
          "requeue",
          "processing",
          "check",
          "done",
          "done",
          "done",
          "ignore",
          "error");
  private static final List<String> REGIONS =
      List.of("chest", "hand", "knee", "lower_limb", "Torace special 2P", "");

  private final Form form;
  private final Random random = new Random(20_260_101);
  private final List<String> statements = new ArrayList<>();
  private int seconds;

  private PythonFile(Form form) {
    this.form = form;
  }

  /** The statements that make it, in place of whatever the four tables hold. */
  static String[] statements(Form form, int exams) {
    PythonFile file = new PythonFile(form);
    file.statements.add("BEGIN");
    file.tables();
    for (int n = 0; n < exams / 3; n++) {
      file.patient(n);
    }
    for (int n = 0; n < exams; n++) {
      file.exam(n, exams / 3);
    }
    file.statements.add("COMMIT");
    return file.statements.toArray(String[]::new);
  }

  private void tables() {
    boolean newest = form == Form.NEWEST;
    for (String table : List.of("rad_reports", "ai_reports", "exams", "patients")) {
      statements.add("DROP TABLE " + table);
    }
    statements.add(
        "CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, "
            + (newest ? "birthdate TEXT" : "age INTEGER")
            + ", sex TEXT CHECK(sex IN ('M','F','O')))");
    statements.add(
        "CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP,"
            + " protocol TEXT, region TEXT, type TEXT, status TEXT DEFAULT 'none', study TEXT,"
            + " series TEXT, FOREIGN KEY (cnp) REFERENCES patients(cnp))");
    statements.add(
        "CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT"
            + " CURRENT_TIMESTAMP, updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT,"
            + " positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)), confidence INTEGER"
            + " DEFAULT -1, "
            + (newest ? "severity INTEGER DEFAULT -1, summary TEXT, " : "")
            + "model TEXT, latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid))");
    statements.add(
        "CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP DEFAULT"
            + " CURRENT_TIMESTAMP, updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT, "
            + (newest ? "text_en TEXT, " : "")
            + "positive INTEGER DEFAULT -1, severity INTEGER DEFAULT -1, summary TEXT, type TEXT,"
            + " radiologist TEXT, justification TEXT, model TEXT, latency INTEGER DEFAULT -1,"
            + " FOREIGN KEY (uid) REFERENCES exams(uid))");
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private static String text(@Nullable Object value) {
    return value == null
        ? "NULL"
        : value instanceof Number
            ? value.toString()
            : "'" + value.toString().replace("'", "''") + "'";
  }

  private void insert(String table, String columns, @Nullable Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(text(value));
    }
    statements.add(
        "INSERT INTO " + table + " (" + columns + ") VALUES (" + String.join(", ", texts) + ")");
  }

  private String now() {
    seconds += 7;
    return TIME.format(LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(seconds * 60L));
  }

  /** No real CNP: the check digit is never right. */
  private static String cnp(int n) {
    return String.format(Locale.ROOT, "19%02d0412%05d", n % 100, n);
  }

  private void patient(int n) {
    Object born =
        form == Form.NEWEST
            ? oneIn(5)
                ? null
                : "19"
                    + String.format(Locale.ROOT, "%02d-%02d-%02d", n % 100, n % 12 + 1, n % 28 + 1)
            : oneIn(5) ? null : Integer.valueOf(n % 100);
    insert(
        "patients",
        form == Form.NEWEST ? "cnp, id, name, birthdate, sex" : "cnp, id, name, age, sex",
        n % 50 == 3 ? "uid:1.2.7." + n : cnp(n),
        oneIn(3) ? null : "H" + n,
        oneIn(20) ? null : "Ștefănescu" + n + " D'Or",
        born,
        oneIn(8) ? null : oneIn(2) ? "M" : "F");
  }

  private void exam(int n, int patients) {
    String uid = "1.2.6." + n;
    int patient = random.nextInt(patients);
    String status = STATUSES.get(random.nextInt(STATUSES.size()));
    insert(
        "exams",
        "uid, cnp, id, created, protocol, region, type, status, study, series",
        uid,
        oneIn(40) ? null : patient % 50 == 3 ? "uid:1.2.7." + patient : cnp(patient),
        oneIn(2) ? null : "S" + n,
        now(),
        oneIn(15) ? null : "Torace PA ; DROP 'x' " + n % 7,
        oneIn(15) ? null : REGIONS.get(random.nextInt(REGIONS.size())),
        oneIn(30) ? null : oneIn(4) ? "DX" : "CR",
        status,
        oneIn(12) ? null : "1.2.8." + n / 2,
        oneIn(12) ? null : "1.2.9." + n);
    if (List.of("done", "check", "requeue").contains(status) || oneIn(10)) {
      model(uid);
    }
    if (oneIn(2)) {
      radiologist(uid, n);
    }
  }

  private void model(String uid) {
    int positive = random.nextInt(2);
    List<@Nullable Object> values = new ArrayList<>();
    values.add(uid);
    values.add(now());
    values.add(now());
    values.add("IMPRESSION: \"shadow\" \n<b>" + uid + "</b>");
    values.add(oneIn(20) ? -1 : positive);
    values.add(oneIn(10) ? null : random.nextInt(101));
    values.add(oneIn(10) ? null : "medgemma");
    values.add(oneIn(10) ? null : random.nextInt(100));
    String columns = "uid, created, updated, text, positive, confidence, model, latency";
    if (form == Form.NEWEST) {
      columns += ", severity, summary";
      boolean silent = oneIn(5);
      values.add(silent ? -1 : positive == 1 ? 5 + random.nextInt(6) : random.nextInt(5));
      values.add(oneIn(6) ? null : "pneumonia " + random.nextInt(4));
    }
    insert("ai_reports", columns, values.toArray());
  }

  private void radiologist(String uid, int n) {
    int kind = random.nextInt(4); // a review, an assessed report, one that waits, both texts
    int severity = kind == 1 || kind == 3 ? random.nextInt(11) : -1;
    int positive = kind == 0 ? random.nextInt(2) : severity < 0 ? -1 : severity >= 5 ? 1 : 0;
    String columns =
        "uid, id, created, updated, text, positive, severity, summary, type, radiologist,"
            + " justification, model, latency";
    List<@Nullable Object> values = new ArrayList<>();
    values.add(uid);
    values.add(oneIn(3) ? "R" + n / 3 : null);
    values.add(now());
    values.add(now());
    values.add(kind == 0 && oneIn(2) ? null : "Fără leziuni; 100% 'sigur' " + n);
    values.add(positive);
    values.add(kind == 0 && oneIn(3) ? null : (Integer) severity);
    values.add(severity < 0 ? null : "fracture " + random.nextInt(5));
    values.add(oneIn(4) ? null : "radio");
    values.add(oneIn(6) ? null : "Dr. Marin " + random.nextInt(6));
    values.add(oneIn(3) ? null : "durere");
    values.add(severity < 0 ? null : "medgemma");
    values.add(severity < 0 ? -1 : random.nextInt(9));
    if (form == Form.NEWEST) {
      columns += ", text_en";
      values.add(kind == 3 ? "No lesions " + n : null);
    }
    insert("rad_reports", columns, values.toArray());
  }
}
