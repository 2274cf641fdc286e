/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.core.AnalysisResult;
import org.xrayvision.core.DecodedPicture;
import org.xrayvision.core.ExamMetadata;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVision;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;
import org.xrayvision.spi.VisionAnswer;

/** Schemes of patient ids and listeners, from a folder and with an engine around them. */
@Timeout(180)
class OtherKindsTest {
  @TempDir private Path root;

  private void install(String kind, String method) throws IOException {
    String source =
        """
        package acme;
        import java.nio.file.*;
        import java.time.LocalDate;
        import java.util.*;
        import org.xrayvision.api.*;
        import org.xrayvision.spi.*;
        public final class Factory implements %1$sFactory {
          public String id() { return "acme"; }
          public String version() { return "1.0"; }
          public int spiVersion() { return Spi.VERSION; }
          public List<SettingSpec> settings() {
            return List.of(SettingSpec.of("file", SettingType.PATH, "heard.txt", "Where."));
          }
          public %1$s create(Settings settings, PluginContext context) {
            return %2$s
          }
          static void write(Path file, String line) {
            try {
              Files.writeString(
                  file, line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (java.io.IOException e) {
              throw new IllegalStateException(e);
            }
          }
        }
        """
            .formatted(kind, method);
    new PluginJar()
        .source("acme.Factory", source)
        .service("org.xrayvision.spi." + kind + "Factory", "acme.Factory")
        .writeTo(root.resolve("plugins/acme/acme.jar"));
  }

  private XRayVisionBuilder builder() {
    return XRayVision.builder()
        .dataDirectory(root)
        .visionModel(request -> VisionAnswer.of("IMPRESSION:\nNormal."));
  }

  private static Exam read(XRayVision engine, String patientId) throws Exception {
    ExamMetadata metadata =
        ExamMetadata.builder(UIDs.newUid(), "DX")
            .protocolName("Torace PA")
            .patientId(patientId)
            .build();
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 251);
    }
    DecodedPicture picture = DecodedPicture.of8Bit(pixels, 64, 64);
    AnalysisResult result = engine.analyze(picture, metadata, Duration.ofSeconds(60));
    assertThat(result.outcome()).as(result.reason()).isEqualTo(AnalysisResult.Outcome.DONE);
    return result.exam().exam();
  }

  private static PluginStatus status(XRayVision engine, PluginKind kind) {
    return engine.plugins().stream()
        .filter(one -> one.kind() == kind && one.id().equals("acme"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void schemeFromAFolderTellsWhoseExamItIs() throws Exception {
    install(
        "PatientIdScheme",
        """
        id -> id.startsWith("W-")
            ? Optional.of(new PatientIdentity(LocalDate.parse(id.substring(2)), Sex.F, null))
            : Optional.empty();
        """);
    try (XRayVision engine = builder().patientIdScheme(PluginUse.of("acme")).build()) {
      engine.start();

      Patient known = read(engine, "W-1964-03-09").patient();
      Patient romanian = read(engine, "2510819332176").patient();

      assertThat(known.birthDate()).isEqualTo(LocalDate.of(1964, 3, 9));
      assertThat(known.sex()).isEqualTo(Sex.F);
      assertThat(romanian.birthDate()).as("only one scheme reads ids").isNull();
      PluginStatus status = status(engine, PluginKind.PATIENT_ID_SCHEME);
      assertThat(status.state()).isEqualTo(State.ACTIVE);
      assertThat(status.origin()).isEqualTo("acme");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new IllegalStateException(id);",
        "throw new NoClassDefFoundError(\"acme/Missing\");",
        "return parse(id);",
        "return null;"
      })
  void schemeThatDoesWrongCostsNoExam(String wrong) throws Exception {
    install(
        "PatientIdScheme",
        """
        new PatientIdScheme() {
          @Override public Optional<PatientIdentity> parse(String id) { %s }
          @Override public boolean resembles(String id) { throw new StackOverflowError(); }
        };
        """
            .formatted(wrong));
    try (XRayVision engine = builder().patientIdScheme(PluginUse.of("acme")).build()) {
      engine.start();

      Exam exam = read(engine, "W-1964-03-09");

      assertThat(exam.patient().key()).isEqualTo("W-1964-03-09");
      assertThat(exam.patient().birthDate()).isNull();
    }
  }

  @Test
  void schemeThatHangsIsSwitchedOffAndListed() throws Exception {
    install(
        "PatientIdScheme",
        """
        id -> {
          while (!Thread.interrupted()) { Thread.yield(); }
          return Optional.empty();
        };
        """);
    try (XRayVision engine = builder().patientIdScheme(PluginUse.of("acme")).build()) {
      engine.start();

      assertThat(read(engine, "W-1").patient().birthDate()).isNull();
      assertThat(read(engine, "W-2").patient().birthDate()).isNull();

      PluginStatus status = status(engine, PluginKind.PATIENT_ID_SCHEME);
      assertThat(status.state()).isEqualTo(State.BROKEN);
      assertThat(status.problem()).contains("did not return");
    }
  }

  /** What the program's log hears of the plugin. */
  private static final class Heard extends Handler {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(String.valueOf(line.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void loggerOfASchemeIsBlindToTheIdThatItReads() throws Exception {
    install(
        "PatientIdScheme",
        """
        id -> {
          context.logger().log(System.Logger.Level.INFO, "cannot read {0}", id);
          return Optional.empty();
        };
        """);
    Heard heard = new Heard();
    Logger log = Logger.getLogger("org.xrayvision.plugin.acme");
    log.addHandler(heard);
    try (XRayVision engine = builder().patientIdScheme(PluginUse.of("acme")).build()) {
      engine.start();
      read(engine, "W-1964-03-09");

      assertThat(heard.lines)
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).startsWith("cannot read").doesNotContain("1964"));
    } finally {
      log.removeHandler(heard);
    }
  }

  @Test
  void withASchemeThatCannotBeMadeNoIdTellsAnything() throws Exception {
    install("PatientIdScheme", "null;");
    try (XRayVision engine = builder().patientIdScheme(PluginUse.of("acme")).build()) {
      engine.start();

      assertThat(read(engine, "2510819332176").patient().birthDate()).isNull();

      assertThat(status(engine, PluginKind.PATIENT_ID_SCHEME).problem()).contains("made nothing");
    }
  }

  @Test
  void schemeOfTheProgramItselfCostsNoExamEither() throws Exception {
    PatientIdScheme wrong =
        new PatientIdScheme() {
          @Override
          public Optional<PatientIdentity> parse(String patientId) {
            throw new IllegalStateException(patientId);
          }
        };
    try (XRayVision engine = builder().patientIdScheme(wrong).build()) {
      engine.start();
      assertThat(read(engine, "W-1").patient().birthDate()).isNull();
    }
  }

  @Test
  void listenerFromAFolderHearsEachEventInItsOwnContextWhateverItThrows() throws Exception {
    install(
        "ExamListener",
        """
        event -> {
          Thread thread = Thread.currentThread();
          boolean own = thread.getContextClassLoader() == Factory.class.getClassLoader();
          write(
              settings.path("file").orElseThrow(),
              event.kind() + " " + own + " " + thread.getName().replaceAll("[0-9]+", "N"));
          thread.setName("POPESCU Ion");
          throw new IllegalStateException("not today");
        };
        """);
    Path heard = root.resolve("heard.txt");
    try (XRayVision engine = builder().examListener(PluginUse.of("acme")).build()) {
      engine.start();
      read(engine, "W-1");
      while (!Files.exists(heard) || Files.readAllLines(heard).size() < 4) {
        Thread.sleep(10);
      }

      assertThat(Files.readAllLines(heard))
          .isEqualTo(
              List.of(
                  "received true xrv-listener-acme-N",
                  "queued true xrv-listener-acme-N",
                  "processing true xrv-listener-acme-N",
                  "done true xrv-listener-acme-N"));
      assertThat(status(engine, PluginKind.EXAM_LISTENER).state()).isEqualTo(State.ACTIVE);
    }
  }
}
