/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.server.files.PrivateFolders;
import org.xrayvision.server.upkeep.PatientId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patient export|erase}: all that is kept of one patient, handed out or forgotten. */
@Command(
    name = "patient",
    mixinStandardHelpOptions = true,
    description = {
      "Hands out all that is kept of a patient, or has it forgotten. Goes through the running server,"
          + " or into the data directory where none runs. Noted in the audit log.",
      "ID is the PatientID (the CNP in Romania), with or without the \"namespace:\" that the sender's"
          + " section sets, or the id in the hospital's system. Of studies without PatientID it is"
          + " \"uid:\" and the StudyInstanceUID. Where more than one patient is known by it, nothing"
          + " is done, and it is said how each is known: name the namespace, or add --as."
    })
final class PatientCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  PatientCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name one of export, erase");
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes into a new folder: patient.json (the patient, what people did), exams/UID.json (all"
            + " rows about an exam: reports, runs of models, reviews, journal), images/ (pictures and"
            + " DICOM files). Only the account that runs this can read it."
      })
  int export(
      @Mixin ConfigurationOptions where,
      @Option(
              names = "--to",
              paramLabel = "DIR",
              required = true,
              description = "The folder: new, or empty.")
          Path to,
      @Mixin NamedPatient patientId)
      throws IOException {
    PatientId id = patientId.id(spec);
    ServerConfiguration configuration = where.load(environment);
    Path folder = emptyFolder(to.toAbsolutePath().normalize());
    Path images = configuration.paths().dataDirectory().resolve("images");
    try (PatientDoor door = PatientDoor.open(configuration)) {
      JsonNode patient = door.export(id);
      PrivateFolders.create(folder.resolve("exams"));
      PrivateFolders.create(folder.resolve("images"));
      write(folder.resolve("patient.json"), patient);
      int files = 0;
      for (JsonNode uid : patient.path("exams")) {
        JsonNode exam = door.exam(id, uid.asText());
        write(folder.resolve("exams").resolve(uid.asText() + ".json"), exam);
        for (JsonNode name : exam.path("files")) {
          files += copy(images.resolve(name.asText()), folder.resolve("images"));
        }
      }
      say(patient.path("exams").size() + " exams and " + files + " files are in " + folder);
    }
    return 0;
  }

  /** Whom the command is about. */
  static final class NamedPatient {
    @Parameters(paramLabel = "ID", description = "By what the patient is known.")
    private String id = "";

    @Option(
        names = "--as",
        paramLabel = "KIND",
        description =
            "What ID is, where it fits several: patient-id (with its namespace) or his-id.")
    private @Nullable String kind;

    PatientId id(CommandSpec spec) {
      String word = kind;
      if (word == null) {
        return new PatientId(id, null);
      }
      return new PatientId(
          id,
          PatientId.Kind.ofCode(word)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), "--as must be patient-id or his-id")));
    }
  }

  private static Path emptyFolder(Path folder) throws IOException {
    PrivateFolders.create(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new XRayVisionException(folder + " is not empty: name a new folder with --to");
      }
    }
    return folder;
  }

  private static void write(Path file, JsonNode json) throws IOException {
    Files.write(
        PrivateFolders.createFile(file),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  /** One that is gone by now, as its exam was read, does no harm. */
  private static int copy(Path file, Path folder) throws IOException {
    try {
      Files.copy(file, folder.resolve(file.getFileName()));
      return 1;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  @Command(
      name = "erase",
      mixinStandardHelpOptions = true,
      description = {
        "Deletes a patient's rows and files, and says which backups still hold them. The audit log"
            + " keeps that somebody was erased, under a word that only it can tie to the id. There is"
            + " no way back; what a PACS sends again is taken again."
      })
  int erase(
      @Mixin ConfigurationOptions where,
      @Option(names = "--yes", description = "Do not ask.") boolean yes,
      @Mixin NamedPatient patientId) {
    PatientId id = patientId.id(spec);
    ServerConfiguration configuration = where.load(environment);
    if (!yes) {
      ask(id.text());
    }
    try (PatientDoor door = PatientDoor.open(configuration)) {
      JsonNode erased = door.erase(id);
      say(erased.path("message").asText());
      erased.path("left").forEach(file -> say("could not be deleted yet: " + file.asText()));
      erased.path("backups").forEach(file -> say("still in a backup: " + file.asText()));
      return erased.path("left").isEmpty() ? 0 : Main.FAILURE;
    }
  }

  // Before JDK 22 there is no console where standard input is no terminal; since then readLine
  // answers null there.
  @SuppressWarnings("SystemConsoleNull")
  private void ask(String id) {
    Console console = System.console();
    if (console == null) {
      throw new ParameterException(
          spec.commandLine(), "nobody can be asked here; add --yes to erase without being asked");
    }
    String answer = console.readLine("Type the id once more to erase this patient for good: ");
    if (answer == null || !answer.strip().equals(id)) {
      throw new XRayVisionException("That is not the id; nothing was erased.");
    }
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
