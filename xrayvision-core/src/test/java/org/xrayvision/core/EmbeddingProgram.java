/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.VisionAnswer;

/**
 * A program that embeds two engines, and prints what they have changed in its JVM. Run as a process
 * of its own.
 */
final class EmbeddingProgram {
  private EmbeddingProgram() {}

  public static void main(String[] args) throws Exception {
    // What the JDK sets up itself at the first use is not ours.
    String[] formats = ImageIO.getReaderFormatNames();
    Map<String, String> before = settings();

    try (XRayVision one = engine(Path.of(args[0]));
        XRayVision other = engine(Path.of(args[1]))) {
      one.start();
      other.start();
      for (int i = 2; i < args.length; i++) {
        print(one.analyze(Path.of(args[i]), Duration.ofSeconds(60)));
      }
      ExamMetadata metadata =
          ExamMetadata.builder(UIDs.newUid(), "CR").protocolName("Torace").build();
      DecodedPicture picture = DecodedPicture.of8Bit(new byte[10_000], 100, 100);
      print(other.analyze(picture, metadata, Duration.ofSeconds(60)));
    }

    Map<String, String> after = settings();
    after.entrySet().removeAll(before.entrySet());
    after.forEach((what, value) -> System.out.println("changed: " + what + " = " + value));
    System.out.println("formats: " + (formats.length == ImageIO.getReaderFormatNames().length));
  }

  private static XRayVision engine(Path data) {
    return XRayVision.builder()
        .dataDirectory(data)
        .visionModel(request -> VisionAnswer.of("IMPRESSION:\nNormal."))
        .build();
  }

  private static void print(AnalysisResult result) {
    System.out.println("read: " + result.outcome());
  }

  /** What is one for all in a JVM. */
  private static Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>();
    all.put("locale", Locale.getDefault().toString());
    all.put("zone", TimeZone.getDefault().getID());
    all.put("handler", "" + Thread.getDefaultUncaughtExceptionHandler());
    all.put("out", System.out + " " + System.err);
    all.put("proxy", "" + ProxySelector.getDefault());
    all.put("ImageIO cache", ImageIO.getUseCache() + " " + ImageIO.getCacheDirectory());
    Logger root = LogManager.getLogManager().getLogger("");
    all.put("logging", root.getLevel() + " " + root.getHandlers().length + " " + root.getFilter());
    // Last, since what is asked above sets properties of the JDK's own.
    System.getProperties().forEach((key, value) -> all.put("property " + key, "" + value));
    return all;
  }
}
