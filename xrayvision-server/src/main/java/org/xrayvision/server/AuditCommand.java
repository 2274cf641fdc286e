/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.AuditFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit verify}: works beside a running server, and writes nothing. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Checks what people did, as it was noted. Works while the server runs.")
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name verify");
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Goes through the whole audit log: each row must follow from the one before it. Writes"
            + " nothing.",
        "Exit code: 0 it is whole, 1 a row was changed, taken out or cut off at the end.",
        "Keep the last hash elsewhere: who can write the file could write all rows anew."
      })
  int verify(@Mixin DataDirectory where) {
    Path file = where.path().resolve("server.db");
    if (!Files.exists(file)) {
      throw new XRayVisionException(
          file + ": there is no such file; name the data directory with --data");
    }
    NativeLibrary.load(where.path());
    AuditFile.Check check = AuditFile.check(file);
    PrintWriter out = spec.commandLine().getOut();
    if (check.firstBroken().isPresent()) {
      throw new XRayVisionException(
          "the audit log is broken: row "
              + check.firstBroken().getAsLong()
              + " is the first that is not what was written, or does not follow the one before it");
    }
    if (check.missing()) {
      throw new XRayVisionException("the audit log is broken: rows at its end are missing");
    }
    out.println("the audit log is whole: " + check.rows() + " rows");
    out.println("last hash: " + (check.hash().isEmpty() ? "none" : check.hash()));
    return 0;
  }
}
