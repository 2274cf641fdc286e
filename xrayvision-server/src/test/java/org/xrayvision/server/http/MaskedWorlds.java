/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.ApiKeys;
import org.xrayvision.server.auth.HandClock;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.http.TestServer.Call;

/**
 * Hospitals that differ in nothing but what who is masked must not know: how people are called, or
 * their numbers. Initials, ages and the secret of the pseudonyms are the same in all.
 */
final class MaskedWorlds implements AutoCloseable {
  /** Two more with the same initials, so that an order by name or number is another one. */
  private static final List<String> MORE =
      List.of(
          "INSERT INTO patients VALUES ('2750101400018', '500001', 'Marin Ana', '1975-01-01', 'F')",
          "INSERT INTO patients VALUES"
              + " ('2750909400029', '500002', 'Munteanu Aurelia', '1975-09-09', 'F')",
          "INSERT INTO exams VALUES ('1.2.7.1', '2750101400018', NULL, '2026-11-20 08:00:00',"
              + " 'Torace doamna Marin', 'chest', 'CR', 'done', '1.2.8.1', '1.2.8.1')",
          "INSERT INTO exams VALUES ('1.2.7.2', '2750909400029', NULL, '2026-11-20 08:00:00',"
              + " 'Torace doamna Munteanu', 'chest', 'CR', 'done', '1.2.8.2', '1.2.8.2')",
          "UPDATE ai_reports SET summary = 'pneumonia la Popescu' WHERE uid = '1.2.3.1'",
          "UPDATE rad_reports SET summary = 'fractura Stefanescu' WHERE uid = '1.2.3.3'");

  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "Popescu", "Pavelescu",
              "Ștefănescu", "Șerbănescu",
              "Stefanescu", "Serbanescu",
              "Elena", "Emilia",
              "Dr. Andreea Marin", "Dr. Adela Muntean",
              "Radu Stoica", "Remus Savu",
              "Marin Ana", "Mustea Ana",
              "doamna Marin", "doamna Mustea",
              "Munteanu", "Manolache"));

  private static final Map<String, String> NUMBERS =
      new TreeMap<>(
          Map.of(
              "1580412400014", "1580513400015",
              "1958-04-12", "1958-05-13",
              "412207", "912207",
              "2750101400018", "2751212400010",
              "1975-01-01", "1975-11-12",
              "500001", "500003",
              "CR-4711", "CR-5822",
              "SR-", "SQ-"));

  private static final List<String> COLUMNS =
      List.of(
          "patients.cnp",
          "patients.id",
          "patients.name",
          "patients.birthdate",
          "exams.cnp",
          "exams.id",
          "exams.protocol",
          "ai_reports.text",
          "ai_reports.summary",
          "rad_reports.id",
          "rad_reports.text",
          "rad_reports.summary",
          "rad_reports.radiologist");

  /** A hospital, and a masked key of it that may do all that such keys may. */
  record World(TestServer server, String key) {
    Call as(String who) {
      return who.equals("key")
          ? server.anonymous().header("Authorization", "Bearer " + key)
          : server.as(who);
    }
  }

  private final Backends backends = new Backends();
  final World here;
  final World otherNames;
  final World otherNumbers;

  MaskedWorlds(Path folder) throws Exception {
    here = world(folder.resolve("here"), Map.of());
    otherNames = world(folder.resolve("names"), NAMES);
    otherNumbers = world(folder.resolve("numbers"), NUMBERS);
  }

  private World world(Path data, Map<String, String> words) throws Exception {
    Files.createDirectories(data);
    plantSecret(data.resolve("server.db"));
    List<String> statements = new ArrayList<>(MORE);
    COLUMNS.forEach(column -> words.forEach((from, to) -> statements.add(sql(column, from, to))));
    TestServer server = new TestServer(data, backends::wire, statements.toArray(String[]::new));
    raise(data);
    Set<Action> all = EnumSet.copyOf(ApiKeys.grantable());
    all.remove(Action.IMPORT);
    return new World(server, server.users.keys().add("all", all, true, null, "test").key());
  }

  private static String sql(String column, String from, String to) {
    String[] parts = column.split("\\.", 2);
    return String.format(
        "UPDATE %s SET %2$s = replace(%2$s, '%3$s', '%4$s') WHERE instr(%2$s, '%3$s')",
        parts[0], parts[1], from, to);
  }

  private static void plantSecret(Path serverDb) {
    byte[] secret = "thirty-two bytes that are no secret".getBytes(StandardCharsets.US_ASCII);
    try (UserStore users = UserStore.open(serverDb, new HandClock())) {
      users
          .database()
          .write(
              handle ->
                  handle.execute("UPDATE secrets SET value = ? WHERE name = 'pseudonym'", secret));
    }
  }

  private static void raise(Path data) throws SQLException {
    AlertApiTest.raise(data, "a-1", "1.2.3.1", 8, Instant.EPOCH);
  }

  @Override
  public void close() {
    here.server().close();
    otherNames.server().close();
    otherNumbers.server().close();
    backends.close();
  }
}
