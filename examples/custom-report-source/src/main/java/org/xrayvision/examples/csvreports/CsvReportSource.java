/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;

/**
 * Finds reports in a CSV file that the hospital's system writes anew now and then. The file is read
 * again when it has changed. Safe for threads.
 */
final class CsvReportSource implements ReportSource, HealthProbe {
  private static final long MAX_BYTES = 64L << 20;

  private final Path file;
  private final char separator;
  private @Nullable Content content;

  /** What the file held when it was as old and as long as this. */
  private record Content(long modified, long length, List<ReportRow> rows) {}

  CsvReportSource(Path file, char separator) {
    this.file = file;
    this.separator = separator;
  }

  @Override
  public Optional<SourceReport> report(ReportQuery query) {
    List<ReportRow> found =
        rows().stream().filter(row -> row.counts() && row.answers(query)).toList();
    if (found.stream().map(ReportRow::id).distinct().count() > 1) {
      throw new PermanentBackendException(
          "the file has several reports of this exam; give each a region, or keep one");
    }
    // The last one is the newest: it stands for those above with the same id.
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1).report());
  }

  @Override
  public void checkHealth(Deadline deadline) {
    rows();
  }

  /** One thread reads, the others wait for it. */
  private synchronized List<ReportRow> rows() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      long modified = now.lastModifiedTime().toMillis();
      Content known = content;
      if (known == null || known.modified() != modified || known.length() != now.size()) {
        known = new Content(modified, now.size(), read(now.size()));
        content = known;
      }
      return known.rows();
    } catch (CharacterCodingException e) {
      throw down("it is not in UTF-8", e);
    } catch (IOException e) {
      throw down("it cannot be read (" + e.getClass().getSimpleName() + ")", e);
    } catch (IllegalArgumentException e) {
      throw down(String.valueOf(e.getMessage()), e);
    }
  }

  private List<ReportRow> read(long length) throws IOException {
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException("it is longer than 64 MiB");
    }
    return ReportRow.read(Csv.read(Files.readString(file), separator));
  }

  /** An outage: the exams wait until somebody has mended the file, and no attempt counts. */
  private TransientBackendException down(String why, Exception cause) {
    return TransientBackendException.outage("the file of reports " + file + ": " + why, cause);
  }

  @Override
  public String displayName() {
    return file.getFileName() + " (CSV)";
  }
}
