/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.ntfy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Picture;

/**
 * An alert as a message of ntfy (docs.ntfy.sh, "Publishing"). Where a picture goes with it the
 * picture is the body and the text a header. The alert's id is the message's sequence id: clients
 * from ntfy 2.16 on show the last message of an id only, so that one that is told twice is seen
 * once. Stateless.
 */
final class NtfyMessage {
  private static final int URGENT = 5;
  private static final int SEVERE = 9;
  private static final int MARKED = 7;
  private static final int MODERATE = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private NtfyMessage() {}

  static HttpRequest request(Alert alert, NtfyOptions options) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.topic())
            .header("User-Agent", "XRayVision")
            .header("Accept", "application/json")
            .header("Title", header(title(alert)))
            .header("Priority", Integer.toString(priority(alert)))
            .header("Tags", header(tags(alert)))
            .header("X-Sequence-ID", alert.id());
    if (alert.link() != null) {
      request.header("Click", alert.link().toASCIIString());
    }
    if (options.authorization() != null) {
      request.header("Authorization", options.authorization());
    }
    String text = text(alert, options);
    Picture picture = alert.picture();
    if (picture == null) {
      return request
          .header("Content-Type", "text/plain; charset=utf-8")
          .POST(BodyPublishers.ofString(text))
          .build();
    }
    return request
        .header("Message", header(text))
        .header("Filename", "xray.png")
        .header("Content-Type", "image/png")
        .PUT(BodyPublishers.ofByteArray(picture.png()))
        .build();
  }

  /** What the server says of itself, at its own address beside the topics. */
  static HttpRequest health(NtfyOptions options) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.topic().resolve("v1/health"))
            .header("User-Agent", "XRayVision")
            .header("Accept", "application/json");
    if (options.authorization() != null) {
      request.header("Authorization", options.authorization());
    }
    return request.GET().build();
  }

  static String title(Alert alert) {
    String what =
        alert.findings() == 1
            ? "Severity " + alert.severity() + " of 10" + (alert.region().isEmpty() ? "" : ": ")
            : alert.findings()
                + " findings, up to "
                + alert.severity()
                + " of 10"
                + (alert.region().isEmpty() ? "" : ": ");
    return (alert.escalation() ? "Not acknowledged: " : "") + what + alert.region();
  }

  /** 1 to 5. */
  static int priority(Alert alert) {
    if (alert.escalation() || alert.severity() >= SEVERE) {
      return URGENT;
    }
    return alert.severity() >= MARKED ? 4 : alert.severity() >= MODERATE ? 3 : 2;
  }

  private static String tags(Alert alert) {
    String sign = alert.severity() >= SEVERE ? "rotating_light" : "warning";
    // A comma would end the tag.
    String region = alert.region().replace(',', ' ').strip();
    return sign + (region.isEmpty() ? "" : "," + region);
  }

  private static String text(Alert alert, NtfyOptions options) {
    String when = TIME.format(alert.at().atZone(options.zone()));
    String what =
        alert.findings() == 1
            ? "Positive finding of " + when + "."
            : alert.findings() + " positive findings since " + when + ".";
    String detail = alert.detail();
    return what
        + (detail == null ? "" : "\n" + detail)
        + "\nAssists a second reading; no diagnosis without a radiologist.";
  }

  /** Headers are ASCII in one line; ntfy decodes RFC 2047's encoded words. */
  static String header(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return line;
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }
}
