/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs a program to its end. */
final class Shell {
  private Shell() {}

  /** What a program left: its exit code and its output, errors included. */
  record Result(int exit, String output) {}

  static Result run(String... command) throws IOException, InterruptedException {
    return start(Map.of(), command).join();
  }

  /** Starts a program and does not wait. */
  static Running start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new Running(builder.start());
  }

  /** A program that runs. */
  record Running(Process process) {
    Result join() throws IOException, InterruptedException {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    }
  }
}
