/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.ntfy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;

/**
 * How one topic is published to. Immutable; its text form tells neither topic nor secret: who knows
 * the topic can read it.
 *
 * @param topic the whole address, the topic at its end
 * @param authorization the header's value, or null
 * @param zone in which times are told
 */
record NtfyOptions(URI topic, @Nullable String authorization, ZoneId zone) {
  private static final String URL = "url";
  private static final String TOKEN = "token";
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String TIME_ZONE = "time_zone";

  static final List<SettingSpec> SCHEMA =
      List.of(
          SettingSpec.required(
                  URL, SettingType.URL, "The topic's address, like https://ntfy.example.org/topic.")
              .asSecret(),
          SettingSpec.optional(TOKEN, SettingType.TEXT, "An access token, where one is needed.")
              .asSecret(),
          SettingSpec.optional(USERNAME, SettingType.TEXT, "Or a user's name."),
          SettingSpec.optional(PASSWORD, SettingType.TEXT, "And his password.").asSecret(),
          SettingSpec.of(TIME_ZONE, SettingType.TEXT, "UTC", "The zone of the times it tells."));

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException for what their types cannot say
   */
  static NtfyOptions of(Settings settings) {
    URI topic = settings.url(URL).orElseThrow();
    String path = topic.getRawPath() == null ? "" : topic.getRawPath();
    if (!path.matches("(/[^/]+)*/[-_A-Za-z0-9]{1,64}") || topic.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "url must end with a topic: 1 to 64 letters, digits, - and _, and nothing behind it");
    }
    String zone = settings.text(TIME_ZONE).orElse("UTC");
    try {
      return new NtfyOptions(topic, authorization(settings), ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("time_zone is no zone: " + zone, e);
    }
  }

  private static @Nullable String authorization(Settings settings) {
    String token = settings.text(TOKEN).orElse("");
    String user = settings.text(USERNAME).orElse("");
    String password = settings.text(PASSWORD).orElse("");
    if (!token.isEmpty() && !user.isEmpty()) {
      throw new IllegalArgumentException("token and username are both set: leave one of them out");
    }
    if (user.isEmpty() && !password.isEmpty()) {
      throw new IllegalArgumentException("password is set without username");
    }
    if (!token.matches("[!-~]*")) {
      throw new IllegalArgumentException("token holds something that is no printable ASCII");
    }
    if (!token.isEmpty()) {
      return "Bearer " + token;
    }
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return user.isEmpty() ? null : "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** What people read: the server without the topic. */
  String displayName() {
    return "ntfy at " + topic.getHost();
  }

  @Override
  public String toString() {
    return displayName();
  }
}
