/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.store.AlertMessage;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;

/** What leaves the house in an alert where the site has switched everything on. */
class AlertTextsTest {
  private static final Instant NOW = Instant.parse("2026-03-20T10:00:00Z");
  private static final AlertOptions EVERYTHING =
      AlertOptions.defaults().withContent(URI.create("http://x.example.org"), true, true);

  @TempDir private Path folder;
  private ExamStore store;

  @BeforeEach
  void open() throws Exception {
    store =
        SqliteExamStore.open(
            folder.resolve("xrayvision.db"), StoreOptions.defaults(folder.resolve("backup")));
    store.add(
        new NewExam(
            "1.2.3",
            Exams.MARIA,
            LocalDateTime.of(2026, 3, 20, 10, 30),
            "Torace PA",
            "chest",
            "frontal",
            "CR",
            "1.2",
            "1.2.1",
            null,
            "1.2.840.10008.1.2.1",
            "ab".repeat(32),
            1_000,
            "ROOM1",
            Set.of(),
            NOW));
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(image, "png", folder.resolve("x.png").toFile());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Alert told(Reach reach, @Nullable List<BurnedInRegion> burnedIn) {
    SourceOptions sender = source(burnedIn);
    Discretion discretion = new Discretion(new ExamsInHand(), Map.of("ROOM1", sender));
    AlertTexts texts =
        new AlertTexts(store, uid -> folder.resolve("x.png"), discretion, EVERYTHING);
    AlertMessage message =
        new AlertMessage("phone", "m1", 0, 1, 8, "chest", NOW, "a1", "1.2.3", false);
    return texts.forReach(reach).alert(message, Deadline.in(Duration.ofSeconds(1)));
  }

  private static SourceOptions source(@Nullable List<BurnedInRegion> burnedIn) {
    return new SourceOptions(null, null, null, null, burnedIn);
  }

  @Test
  void inTheHouseTheDetailsAreToldAndThePictureIsShown() {
    Alert alert = told(Reach.LOCAL, null);

    assertThat(alert.detail()).contains("ȘTEFĂNESCU Maria-Ioana").contains("Torace PA");
    assertThat(alert.picture()).isNotNull();
    assertThat(alert.link()).isEqualTo(URI.create("http://x.example.org/alerts/a1"));
  }

  @Test
  void outsideNobodyIsToldDetails() {
    Alert alert = told(Reach.EXTERNAL, List.of());

    assertThat(alert.detail()).isNull();
    assertThat(alert.toString()).doesNotContain("1.2.3").doesNotContain("Maria");
  }

  @Test
  void outsideThePictureIsShownOnlyWhereItIsKnownWhatIsBurnedIn() {
    assertThat(told(Reach.EXTERNAL, null).picture()).isNull();
    assertThat(told(Reach.EXTERNAL, List.of()).picture()).isNotNull();
  }
}
