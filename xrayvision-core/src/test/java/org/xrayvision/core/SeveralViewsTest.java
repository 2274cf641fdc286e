/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.plugin.PluginJar;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.VisionAnswer;

/** A plugin that says that it looks at several pictures, and which it is given. */
@Timeout(120)
class SeveralViewsTest {
  private static final IngestSource XRAY = new IngestSource("XRAY", "127.0.0.1:104");
  private static final LocalDateTime MORNING = LocalDateTime.of(2026, 3, 2, 8, 0);

  @TempDir private Path folder;

  /** Writes down what it is given: a folder for each request, in it the pictures and the prompt. */
  @BeforeEach
  void install() throws IOException {
    String source =
        """
        package acme;
        import java.io.IOException;
        import java.nio.file.*;
        import java.util.*;
        import java.util.concurrent.atomic.AtomicInteger;
        import org.xrayvision.spi.*;
        public final class Factory implements VisionModelFactory {
          public String id() { return "acme"; }
          public String version() { return "1.0"; }
          public int spiVersion() { return Spi.VERSION; }
          public List<SettingSpec> settings() {
            return List.of(SettingSpec.of("seen", SettingType.PATH, "seen", "Where to."));
          }
          public VisionModel create(Settings settings, PluginContext context) {
            Path seen = settings.path("seen").orElseThrow();
            AtomicInteger requests = new AtomicInteger();
            return new VisionModel() {
              public Set<Capability> capabilities() { return Set.of(Capability.SEVERAL_IMAGES); }
              public VisionAnswer read(VisionRequest request) {
                Path folder = seen.resolve(String.valueOf(requests.incrementAndGet()));
                try {
                  Files.createDirectories(folder);
                  int number = 0;
                  for (Picture picture : request.pictures()) {
                    String name = ++number + " " + picture.projection() + ".png";
                    Files.write(folder.resolve(name), picture.png());
                  }
                  Files.writeString(folder.resolve("prompt"), request.prompt().user());
                } catch (IOException e) {
                  throw TransientBackendException.failure("not written", null, e);
                }
                return VisionAnswer.builder().text("Normal.").severity(0).build();
              }
            };
          }
        }
        """;
    new PluginJar()
        .source("acme.Factory", source)
        .service("org.xrayvision.spi.VisionModelFactory", "acme.Factory")
        .writeTo(folder.resolve("plugins/acme/acme.jar"));
  }

  private XRayVisionBuilder builder(Map<String, SourceOptions> sources) {
    IngestOptions site = IngestOptions.defaults();
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(PluginUse.of("acme"))
        .ingestOptions(
            new IngestOptions(
                site.sopClasses(),
                site.modalities(),
                site.fallbackCharacterSet(),
                site.timeZone(),
                true,
                0,
                0,
                sources));
  }

  /** Offers a view, and waits until it is read. */
  private static String read(
      XRayVision engine, String study, String protocol, int minute, IngestSource source)
      throws InterruptedException {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((i + 7 * minute) % 251);
    }
    ExamMetadata metadata =
        ExamMetadata.builder(UIDs.newUid(), "DX")
            .protocolName(protocol)
            .studyInstanceUid(study)
            .viewPosition("PA")
            .acquired(MORNING.plusMinutes(minute))
            .build();
    IngestResult result = engine.ingest(DecodedPicture.of8Bit(pixels, 64, 64), metadata, source);
    assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.STORED);
    awaitEnd(engine, metadata.sopInstanceUid());
    return metadata.sopInstanceUid();
  }

  private static Exam awaitEnd(XRayVision engine, String uid) throws InterruptedException {
    while (true) {
      Exam exam = engine.exam(uid).orElseThrow().exam();
      if (exam.status() == ExamStatus.DONE || exam.status() == ExamStatus.ERROR) {
        return exam;
      }
      Thread.sleep(10);
    }
  }

  /** The pictures of a request, from 1, in their order. */
  private List<byte[]> seen(int request) throws IOException {
    return seen("seen", request);
  }

  private List<byte[]> seen(String by, int request) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(by + "/" + request))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".png")).sorted().toList()) {
        pictures.add(Files.readAllBytes(file));
      }
    }
    return pictures;
  }

  private String prompt(int request) throws IOException {
    return Files.readString(folder.resolve("seen").resolve(request + "/prompt"));
  }

  private static byte[] own(XRayVision engine, String uid) throws IOException {
    return Files.readAllBytes(engine.picture(uid).orElseThrow());
  }

  @Test
  void otherReadyViewsComeBesideTheOneThatIsAskedAboutAsTheyWereTaken() throws Exception {
    String study = UIDs.newUid();
    try (XRayVision engine = builder(Map.of()).build()) {
      engine.start();
      String later = read(engine, study, "Torace", 20, XRAY);
      String earlier = read(engine, study, "Torace", 10, XRAY);
      String last = read(engine, study, "Torace", 15, XRAY);

      assertThat(seen(1)).containsExactly(own(engine, later));
      assertThat(prompt(1)).doesNotContain("further views");
      assertThat(seen(2)).containsExactly(own(engine, earlier), own(engine, later));
      assertThat(seen(3))
          .containsExactly(own(engine, last), own(engine, earlier), own(engine, later));
      assertThat(prompt(3)).contains("further views of the same examination (frontal, frontal)");
    }
  }

  @Test
  void modelThatDoesNotSaySoIsGivenOnePictureThoughItsShadowIsGivenAll() throws Exception {
    String study = UIDs.newUid();
    List<List<Picture>> given = new ArrayList<>();
    List<String> prompts = new ArrayList<>();
    try (XRayVision engine =
        builder(Map.of())
            .visionModel(
                request -> {
                  given.add(request.pictures());
                  prompts.add(request.prompt().user());
                  return VisionAnswer.builder().text("Normal.").severity(0).build();
                })
            .shadowModel(PluginUse.of("acme"))
            .build()) {
      engine.start();
      read(engine, study, "Torace", 1, XRAY);
      read(engine, study, "Torace", 2, XRAY);
      while (!Files.exists(folder.resolve("seen/2/prompt"))) {
        Thread.sleep(10);
      }

      assertThat(given).hasSize(2).allSatisfy(pictures -> assertThat(pictures).hasSize(1));
      assertThat(prompts).noneMatch(prompt -> prompt.contains("further views"));
      assertThat(seen(2)).hasSize(2);
      assertThat(prompt(2)).contains("further views");
    }
  }

  @Test
  void whatIsOfAnotherSenderOrRegionOrNotReadyIsMissing() throws Exception {
    String study = UIDs.newUid();
    IngestSource other = new IngestSource("OTHER", "127.0.0.1:104");
    try (XRayVision engine = builder(Map.of()).build()) {
      engine.start();
      read(engine, study, "Torace", 1, other);
      read(engine, study, "Mana", 2, XRAY);
      String gone = read(engine, study, "Torace", 3, XRAY);
      Path picture = engine.picture(gone).orElseThrow();
      Files.delete(picture);
      String asked = read(engine, study, "Torace", 4, XRAY);

      assertThat(seen(4)).containsExactly(own(engine, asked));
      assertThat(picture).as("nobody has waited until it was made anew").doesNotExist();
    }
  }

  @Test
  void noMoreThanEightAreGiven() throws Exception {
    String study = UIDs.newUid();
    try (XRayVision engine = builder(Map.of()).build()) {
      engine.start();
      List<String> uids = new ArrayList<>();
      for (int view = 0; view < 10; view++) {
        uids.add(read(engine, study, "Torace", view, XRAY));
      }

      List<byte[]> expected = new ArrayList<>(List.of(own(engine, uids.get(9))));
      for (String uid : uids.subList(0, 7)) {
        expected.add(own(engine, uid));
      }
      assertThat(seen(10)).containsExactlyElementsOf(expected);
    }
  }

  // ---- outside the house

  /**
   * An engine whose first model is outside.
   *
   * @param fallbacks more models
   */
  private XRayVision outside(@Nullable List<BurnedInRegion> burnedIn, PluginUse... fallbacks) {
    XRayVision engine =
        builder(Map.of(CanaryPatient.SENDER, new SourceOptions(null, null, null, null, burnedIn)))
            .visionModel(PluginUse.of("acme").external(), fallbacks)
            .build();
    engine.start();
    return engine;
  }

  private static Exam read(XRayVision engine, InputStream object) throws Exception {
    IngestSource source = new IngestSource(CanaryPatient.SENDER, "127.0.0.1:104");
    return awaitEnd(engine, String.valueOf(engine.ingest(object, source).uid()));
  }

  private static void assertBlanked(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int bright = 0;
    for (int y = 0; y < CanaryPatient.HEIGHT; y++) {
      for (int x = 0; x < CanaryPatient.WIDTH; x++) {
        int grey = image.getRaster().getSample(x, y, 0);
        if (x < CanaryPatient.WIDTH / 2 && y < CanaryPatient.HEIGHT / 10) {
          assertThat(grey).as("%d, %d", x, y).isZero();
        }
        bright += grey > 50 ? 1 : 0;
      }
    }
    assertThat(bright).as("the rest of the picture").isGreaterThan(10_000);
  }

  @Test
  void eachPictureThatLeavesTheHouseIsBlankedAndNothingNamesThePatient() throws Exception {
    try (XRayVision engine = outside(List.of(CanaryPatient.BURNED_IN))) {
      read(engine, CanaryPatient.object(1));
      read(engine, CanaryPatient.view(1, 2, true));
      read(engine, CanaryPatient.view(1, 3, false));

      assertThat(seen(3)).hasSize(3);
      for (byte[] png : seen(3)) {
        assertBlanked(png);
      }
      String plain = Normalizer.normalize(prompt(3), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
      assertThat(plain.toLowerCase(Locale.ROOT))
          .contains("further views")
          .doesNotContain(CanaryPatient.SECRETS);
    }
  }

  @Test
  void viewThatMustStayInsideIsLeftOutAndTheOtherIsRead() throws Exception {
    // Whose pictures show no text, it is said, but for those that say so themselves.
    try (XRayVision engine = outside(List.of(), PluginUse.of("acme").with("seen", "inside"))) {
      Exam staysInside = read(engine, CanaryPatient.view(1, 2, true));
      assertThat(staysInside.status()).isEqualTo(ExamStatus.DONE);
      assertThat(seen("inside", 1)).hasSize(1);
      assertThat(folder.resolve("seen")).doesNotExist();
      read(engine, CanaryPatient.object(1));

      assertThat(seen(1)).containsExactly(own(engine, CanaryPatient.uid(1)));
      assertThat(prompt(1)).doesNotContain("further views");
    }
  }

  @Test
  void withoutAWordOnTheirSenderNoneOfThemIsSent() throws Exception {
    try (XRayVision engine = outside(null)) {
      read(engine, CanaryPatient.object(1));
      assertThat(read(engine, CanaryPatient.view(1, 2, false)).status())
          .isEqualTo(ExamStatus.ERROR);
      assertThat(folder.resolve("seen")).doesNotExist();
    }
  }
}
