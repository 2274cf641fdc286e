/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginRole;
import org.xrayvision.core.PluginRole.Part;
import org.xrayvision.server.metrics.DicomMetrics.Association;
import org.xrayvision.spi.Meter;

class ServerMetricsTest {
  private static final String LABELS = "kind=\"vision_model\",plugin=\"acme\",role=\"fallback_2\"";

  private final ServerMetrics metrics = new ServerMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  private Meter meter(String id) {
    return metrics.plugins().of(PluginKind.VISION_MODEL, id, new PluginRole(Part.FALLBACK, 2));
  }

  @Test
  void pluginsAreToldApartByKindIdAndRole() {
    meter("acme").count("calls");
    meter("acme").count("calls", 2);
    meter("acme").time("latency", Duration.ofMillis(700));

    assertThat(metrics.scrape())
        .contains("xrayvision_plugin_events_total{event=\"calls\"," + LABELS + "} 3.0")
        .contains("xrayvision_plugin_time_seconds_count{event=\"latency\"," + LABELS + "} 1")
        .contains("xrayvision_plugin_time_seconds_sum{event=\"latency\"," + LABELS + "} 0.7")
        .contains(
            "xrayvision_plugin_time_seconds_bucket{event=\"latency\"," + LABELS + ",le=\"0.5\"} 0")
        .contains(
            "xrayvision_plugin_time_seconds_bucket{event=\"latency\"," + LABELS + ",le=\"1.0\"} 1");
  }

  @Test
  void namesThatMayBeSomebodysAndTooManyOfThemAreDropped() {
    Meter meter = meter("acme");
    meter.count("exam_1580412400014");
    meter.count("Popescu Ion");
    meter.time("19580412", Duration.ofSeconds(1));
    for (int i = 0; i < 60; i++) {
      meter.count("seen_" + i);
    }

    assertThat(metrics.scrape())
        .doesNotContain("1580412400014", "Popescu", "19580412", "seen_47\"")
        .contains("seen_46\"")
        .contains("xrayvision_plugin_meter_dropped_total{" + LABELS + "} 16.0");
  }

  @Test
  void anIdThatIsNoneIsNoLabel() {
    meter("Lambda/0x0001 Popescu").count("calls");

    assertThat(metrics.scrape()).doesNotContain("Popescu").contains("plugin=\"other\"");
  }

  @Test
  void associationsAndObjectsAreCountedWithoutSayingWhose() {
    InetSocketAddress first = new InetSocketAddress("192.0.2.7", 1);
    InetSocketAddress second = new InetSocketAddress("192.0.2.7", 2);
    DicomMetrics dicom = metrics.dicom();
    dicom.association(Association.ACCEPTED, first);
    dicom.association(Association.ACCEPTED, second);
    dicom.association(Association.RELEASED, first);
    dicom.association(Association.ABORTED, new InetSocketAddress("192.0.2.8", 3));
    dicom.ingested(Outcome.STORED, 1000, Duration.ofMillis(40));
    dicom.senderFailed(24, Duration.ofMillis(40));

    assertThat(metrics.scrape())
        .contains("xrayvision_associations_open 1.0")
        .contains("xrayvision_associations_total{result=\"accepted\"} 2.0")
        .contains("xrayvision_associations_total{result=\"rejected\"} 0.0")
        .contains("xrayvision_ingest_bytes_total 1024.0")
        .contains("xrayvision_ingest_objects_seconds_count{outcome=\"stored\"} 1")
        .contains("xrayvision_ingest_objects_seconds_count{outcome=\"sender_failed\"} 1")
        .contains("xrayvision_ingest_objects_seconds_count{outcome=\"out_of_resources\"} 0")
        .doesNotContain("192.0.2");
  }
}
