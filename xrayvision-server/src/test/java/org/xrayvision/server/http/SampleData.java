/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.imageio.ImageIO;

/**
 * A data folder as the Python program leaves it: three invented patients (their CNPs have a wrong
 * check digit), nine exams, of the last an older program told only that it is positive; pictures;
 * and as many more exams {@code 1.2.9.n} as are wanted.
 */
final class SampleData {
  private static final String[] TABLES = {
    "CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT, sex TEXT)",
    "CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP, protocol TEXT,"
        + " region TEXT, type TEXT, status TEXT, study TEXT, series TEXT)",
    "CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP, updated TIMESTAMP, text TEXT,"
        + " positive INTEGER, confidence INTEGER, severity INTEGER, summary TEXT, model TEXT,"
        + " latency REAL)",
    "CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP, updated TIMESTAMP,"
        + " text TEXT, text_en TEXT, positive INTEGER, severity INTEGER, summary TEXT, type TEXT,"
        + " radiologist TEXT, justification TEXT, model TEXT, latency REAL)",
  };

  private static final String[] ROWS = {
    "INSERT INTO patients VALUES"
        + " ('1580412400014', '412207', 'Popescu Ion', '1958-04-12', 'M'),"
        + " ('2920227400233', '398114', 'Ștefănescu Elena', '1992-02-27', 'F'),"
        + " ('uid:1.2.4.6', NULL, 'ANON', NULL, NULL)",
    exam(1, "1580412400014", "NULL", "10:38:02", "Torace PA", "chest", "done"),
    exam(2, "2920227400233", "'CR-4711'", "10:22:10", "Mana dreapta Stefanescu", "hand", "done"),
    exam(3, "2920227400233", "NULL", "10:01:00", "Torace PA", "chest", "done"),
    exam(4, "1580412400014", "NULL", "09:50:00", "Genunchi", "knee", "queued"),
    exam(5, "1580412400014", "NULL", "09:40:00", "Torace PA", "chest", "error"),
    exam(6, "uid:1.2.4.6", "NULL", "09:30:00", "Diverse", "", "ignore"),
    exam(7, "2920227400233", "NULL", "09:20:00", "Torace PA", "chest", "check"),
    exam(8, "1580412400014", "NULL", "09:10:00", "Mana stanga", "hand", "done"),
    exam(9, "uid:1.2.4.6", "NULL", "09:00:00", "Cot", "elbow", "done"),
    ai(1, "Consolidation.", 8, "pneumonia"),
    ai(2, "Fracture; compare with Elena''s film.", 7, "fracture"),
    ai(3, "Nothing acute.", 3, "normal"),
    ai(7, "Clear lungs.", 0, "normal"),
    ai(8, "Soft tissue swelling.", 6, "swelling"),
    "INSERT INTO ai_reports (uid, text, positive, confidence, created, updated) VALUES"
        + " ('1.2.3.9', 'Dislocation.', 1, 90, '2026-11-20 08:41:12', '2026-11-20 08:41:13')",
    rad(
        2,
        "Fractura. Pacienta Ștefănescu Elena, CNP 2920227400233.",
        7,
        "fracture",
        "Andreea Marin"),
    rad(3, "Pneumonie.", 7, "pneumonia", "Radu Stoica"),
    rad(7, "Fara leziuni.", -1, "", "Radu Stoica"),
    rad(8, "Fara leziuni.", 2, "normal", "Andreea Marin"),
    rad(9, "Luxatie.", 7, "dislocation", "Andreea Marin"),
  };

  private SampleData() {}

  static void write(Path folder, int more, String... statements) throws SQLException, IOException {
    Files.createDirectories(folder);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.executeUpdate(table);
      }
      for (String row : ROWS) {
        statement.executeUpdate(row);
      }
      statement.executeUpdate(
          "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT "
              + more
              + ") INSERT INTO exams SELECT '1.2.9.' || n, '1580412400014', NULL,"
              + " '2026-11-01 10:00:00', 'Torace PA', 'chest', 'CR', 'done', '1.2.8.' || n, NULL"
              + " FROM numbers WHERE n <= "
              + more);
      for (String another : statements) {
        statement.executeUpdate(another);
      }
    }
    Path images = Files.createDirectories(folder.resolve("images"));
    BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(10, 10, 0, 200);
    for (int number : new int[] {1, 2, 3, 8}) {
      ImageIO.write(picture, "png", images.resolve("1.2.3." + number + ".png").toFile());
    }
    Files.writeString(folder.resolve("secret.png"), "outside the images folder");
  }

  private static String exam(
      int n, String cnp, String id, String time, String protocol, String region, String status) {
    return String.format(
        "INSERT INTO exams VALUES ('1.2.3.%d', '%s', %s, '2026-11-20 %s', '%s', '%s', 'CR', '%s',"
            + " '1.2.4.%d', '1.2.5.%d')",
        n, cnp, id, time, protocol, region, status, n, n);
  }

  private static String ai(int n, String text, int severity, String summary) {
    return String.format(
        "INSERT INTO ai_reports VALUES ('1.2.3.%d', '2026-11-20 08:41:12', '2026-11-20 08:41:13',"
            + " '%s', %d, 86, %d, '%s', 'medgemma-4b-it', 6.5)",
        n, text, severity >= 5 ? 1 : 0, severity, summary);
  }

  private static String rad(int n, String text, int severity, String summary, String who) {
    return String.format(
        "INSERT INTO rad_reports VALUES ('1.2.3.%d', 'SR-%d', '2026-11-20 11:00:00',"
            + " '2026-11-20 11:00:01', '%s', 'In English.', %d, %d, '%s', 'radio', 'Dr. %s',"
            + " 'Febră', 'medgemma-4b-it', 2.5)",
        n, n, text, severity < 0 ? -1 : severity >= 5 ? 1 : 0, severity, summary, who);
  }
}
