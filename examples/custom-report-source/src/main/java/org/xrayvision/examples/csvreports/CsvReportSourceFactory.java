/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import java.nio.file.Path;
import java.util.List;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.ReportSourceFactory;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;

/** Makes {@link CsvReportSource}s by the id {@code csv-reports}. Stateless. */
public final class CsvReportSourceFactory implements ReportSourceFactory {
  /** For ServiceLoader. */
  public CsvReportSourceFactory() {}

  @Override
  public String id() {
    return "csv-reports";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "Reports in a CSV file (example)";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.required(
            "file", SettingType.PATH, "The file that holds the reports, in UTF-8."),
        SettingSpec.of(
            "separator", SettingType.TEXT, ",", "What stands between two values: , or ; or |."));
  }

  @Override
  public ReportSource create(Settings settings, PluginContext context) {
    Path file = settings.path("file").orElseThrow();
    String separator = settings.text("separator").orElseThrow();
    if (!separator.matches("[,;|]")) {
      throw new IllegalArgumentException("separator must be , or ; or |, not " + separator);
    }
    return new CsvReportSource(file, separator.charAt(0));
  }
}
