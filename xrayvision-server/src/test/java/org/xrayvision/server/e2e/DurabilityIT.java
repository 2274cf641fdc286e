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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the kernel saw of one store: every piece was written before the file was forced, the file
 * was forced before it was named, then its directory, then the database's log, and all of them
 * before the response was written.
 */
final class DurabilityIT {
  // 4711 1700000000.123456 fsync(12</data/images>) = 0
  private static final Pattern LINE =
      Pattern.compile("^(\\d+) +(\\d+\\.\\d+) (?:<\\.\\.\\. )?(\\w+)(.*)$");

  private static final Pattern RESULT = Pattern.compile("\\) += (\\d+)(?: <|$)");

  /** storescu writes a header of its own, longer or shorter than ours. */
  private static final long ROUNDING = 1024;

  private static final Pattern DURATION = Pattern.compile("<(\\d+\\.\\d+)>$");

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theResponseIsWrittenAfterTheThreeSyncs(boolean large) throws Exception {
    SmallImages images = new SmallImages();
    SmallImages.Instance instance = large ? images.large() : images.next();
    Path image = temp.resolve("image.dcm");
    instance.writeTo(image);
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
            "trace=fsync,fdatasync,write,pwrite64,linkat,link,sendto,sendmsg,writev",
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
              image.toString());
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

      List<Call> between =
          calls.stream()
              .filter(call -> call.begin() >= accepted.begin() && call.end() <= stored.begin())
              .toList();
      List<Call> pieces = only(between, "write", ".part>");
      Call content = one(between, "sync", ".part>");
      Call name = one(between, "link", ".dcm");
      Call folder = one(between, "sync", "/images>");
      List<Call> log = only(between, "sync", "xrayvision.db-wal>");
      assertThat(pieces.stream().mapToLong(Call::result).sum())
          .isGreaterThanOrEqualTo(Files.size(image) - ROUNDING);
      assertThat(pieces.size()).isGreaterThanOrEqualTo(large ? 4 : 1);
      assertThat(pieces).allMatch(piece -> piece.end() <= content.begin());
      assertThat(content.end()).isLessThanOrEqualTo(name.begin());
      assertThat(name.end()).isLessThanOrEqualTo(folder.begin());
      assertThat(log).anyMatch(call -> call.begin() >= folder.end());
    }
  }

  private static Call one(List<Call> calls, String name, String what) {
    List<Call> found = only(calls, name, what);
    assertThat(found).as(name + " " + what).hasSize(1);
    return found.get(0);
  }

  private static List<Call> only(List<Call> calls, String name, String what) {
    return calls.stream()
        .filter(call -> call.name().contains(name) && call.what().contains(what))
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
              new Call(
                  begun.name(), begun.what() + what, begun.begin(), begun.begin() + took(line)));
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
  private record Call(String name, String what, double begin, double end) {
    long result() {
      Matcher matcher = RESULT.matcher(what);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
  }
}
