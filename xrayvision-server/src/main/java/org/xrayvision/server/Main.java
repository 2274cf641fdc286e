/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.xrayvision.api.XRayVisionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program. Its exit code is 0 when it did what it was asked for, 1 when it could not, 2 when it
 * was not asked properly.
 */
public final class Main {
  static final int FAILURE = 1;
  static final int USAGE = 2;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Of use only to who wants to keep us busy; it must stand before the first TLS handshake.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    System.exit(
        run(
            System.getenv(),
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()),
            arguments));
  }

  /** Runs a command and returns its exit code. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(environment).setOut(out).setErr(err).execute(withVerb(arguments));
  }

  /** The commands. A new one is added here. */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new RootCommand())
        .addSubcommand("serve", new ServeCommand(environment))
        .addSubcommand("demo", new DemoCommand(environment))
        .addSubcommand("user", new UserCommand())
        .addSubcommand("key", new KeyCommand())
        .addSubcommand("import", new ImportCommand(environment))
        .addSubcommand("export", new ExportCommand())
        .addSubcommand("query", new QueryCommand())
        .addSubcommand("plugins", new PluginsCommand(environment))
        .addSubcommand("backup", new BackupCommand(environment))
        .addSubcommand("restore", new RestoreCommand(environment))
        .addSubcommand("migrate", new MigrateCommand(environment))
        .addSubcommand("patient", new PatientCommand(environment))
        .addSubcommand("audit", new AuditCommand())
        .addSubcommand("help", new CommandLine.HelpCommand())
        .setParameterExceptionHandler(Main::wrongUse)
        .setExecutionExceptionHandler(failure());
  }

  /** Without a verb, {@code serve} is meant: that is how the Python program was called. */
  private static String[] withVerb(String... arguments) {
    List<String> own = List.of("-h", "--help", "-V", "--version");
    boolean none = arguments.length == 0;
    if (!none && (!arguments[0].startsWith("-") || own.contains(arguments[0]))) {
      return arguments;
    }
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(Arrays.asList(arguments));
    return all.toArray(String[]::new);
  }

  private static int wrongUse(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + e.getMessage());
    command.getErr().println("Try '" + name + " --help'.");
    return USAGE;
  }

  private static IExecutionExceptionHandler failure() {
    return (Exception e, CommandLine command, ParseResult result) -> {
      PrintWriter err = command.getErr();
      if (e instanceof ParameterException wrong) {
        return wrongUse(wrong, new String[0]);
      }
      boolean ours = e instanceof XRayVisionException || e instanceof IllegalArgumentException;
      err.println("xrayvision: " + (ours ? e.getMessage() : "failed: " + e));
      if (wantsTrace(result)) {
        e.printStackTrace(err);
      } else if (!ours) {
        err.println("Run it again with --log-level DEBUG to see where.");
      }
      return FAILURE;
    };
  }

  private static boolean wantsTrace(ParseResult result) {
    ParseResult innermost = result;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    return "debug".equalsIgnoreCase(innermost.matchedOptionValue("--log-level", ""));
  }
}
