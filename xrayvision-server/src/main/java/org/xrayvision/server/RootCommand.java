/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stands before the verbs. */
@Command(
    name = "xrayvision",
    versionProvider = RootCommand.Version.class,
    mixinStandardHelpOptions = true,
    description = {
      "Takes X-rays over DICOM, has them read by a vision model, shows them on a dashboard.",
      "Assists a second reading. Not a medical device; no diagnosis without a radiologist."
    },
    footer = {
      "",
      "Without a command, \"serve\" is meant.",
      "Exit code: 0 done, 1 failed, 2 wrong use; 128 + n when ended by signal n."
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  RootCommand() {
    this.spec = CommandSpec.create();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"XRayVision " + (version == null ? "(not packed)" : version)};
    }
  }
}
