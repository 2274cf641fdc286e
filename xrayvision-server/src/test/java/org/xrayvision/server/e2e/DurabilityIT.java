/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the kernel saw of one store: the file, its directory and the database's log were forced
 * before the response was written.
 */
final class DurabilityIT {
  // 4711 1700000000.123456 fsync(12</data/images>) = 0
  private static final Pattern LINE =
      Pattern.compile("^(\\d+) +(\\d+\\.\\d+) (?:<\\.\\.\\. )?(\\w+)(.*)$");

  private static final Pattern DURATION = Pattern.compile("<(\\d+\\.\\d+)>$");

  @TempDir private Path temp;

  @Test
  void theResponseIsWrittenAfterTheThreeSyncs() throws Exception {
    Path data = temp.resolve("data");
    Path trace = temp.resolve("trace");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-ttt",
            "-T",
            "-yy",
            "--seccomp-bpf",
            "-e",
            "trace=fsync,fdatasync,write,sendto,sendmsg,writev",
            "-e",
            "signal=none",
            "-o",
            trace.toString());
    try (ServerProcess server = ServerProcess.start(strace, Map.of(), data, "--keep-dicom")) {
      Shell.Result sent =
          Shell.run(
              "storescu",
              "-R",
              "-xe",
              "127.0.0.1",
              Integer.toString(server.dicomPort()),
              "../testdata/ts/cr_explicit.dcm");
      assertThat(sent.exit()).as(sent.output()).isZero();

      List<Call> calls = calls(trace);
      List<Call> responses =
          calls.stream()
              .filter(call -> call.what().contains(":" + server.dicomPort() + "->"))
              .filter(call -> !call.name().endsWith("sync"))
              .toList();
      // A-ASSOCIATE-AC, C-STORE-RSP, A-RELEASE-RP: one write each.
      assertThat(responses).hasSize(3);
      Call accepted = responses.get(0);
      Call stored = responses.get(1);

      assertThat(syncs(calls, accepted, stored))
          .anyMatch(call -> call.what().contains("/incoming/") && call.what().contains(".part>"))
          .anyMatch(call -> call.what().contains("/images>"))
          .anyMatch(call -> call.what().contains("xrayvision.db-wal>"));
    }
  }

  private static List<Call> syncs(List<Call> calls, Call after, Call before) {
    return calls.stream()
        .filter(call -> call.name().endsWith("sync"))
        .filter(call -> call.begin() >= after.begin() && call.end() <= before.begin())
        .toList();
  }

  /** Puts calls that another thread's lines have cut in two together again. */
  private static List<Call> calls(Path trace) throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, Call> unfinished = new HashMap<>();
    for (String line : Files.readAllLines(trace, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      double at = Double.parseDouble(matcher.group(2));
      String what = matcher.group(4);
      if (line.contains("<unfinished ...>")) {
        unfinished.put(matcher.group(1), new Call(matcher.group(3), what, at, at));
      } else if (line.contains("resumed>")) {
        Call begun = unfinished.remove(matcher.group(1));
        if (begun != null) {
          calls.add(
              new Call(begun.name(), begun.what(), begun.begin(), begun.begin() + took(line)));
        }
      } else {
        calls.add(new Call(matcher.group(3), what, at, at + took(line)));
      }
    }
    calls.sort(java.util.Comparator.comparingDouble(Call::begin));
    return calls;
  }

  private static double took(String line) {
    Matcher matcher = DURATION.matcher(line);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  /**
   * One system call: its name, its arguments and result, and when it began and ended, in seconds.
   */
  private record Call(String name, String what, double begin, double end) {}
}
