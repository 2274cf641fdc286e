/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginMeters;
import org.xrayvision.core.PluginRole;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.XRayVision;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.Meter;

/**
 * The server's numbers, for Prometheus. No label holds an identifier of a patient, a name of a
 * person, an address or an AE title. Safe for threads.
 */
public final class ServerMetrics implements AutoCloseable {
  /** Prometheus text format. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final DicomMetrics dicom = new DicomMetrics(registry);
  private final StageMetrics stages = new StageMetrics(registry);

  /** Begins with what the JVM tells. */
  public ServerMetrics() {
    List<MeterBinder> binders =
        List.of(
            collector,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics());
    binders.forEach(binder -> binder.bindTo(registry));
  }

  /** Where an engine that is to be built tells how long its stages take. */
  public StageMeter stages() {
    return stages;
  }

  /** A meter for each plugin of an engine that is to be built. */
  public PluginMeters plugins() {
    return this::meter;
  }

  private Meter meter(PluginKind kind, String id, PluginRole role) {
    return new PluginMeter(
        registry,
        Tags.of(
            "kind",
            kind.name().toLowerCase(Locale.ROOT),
            "plugin",
            ID.matcher(id).matches() ? id : "other",
            "role",
            role.words().replace(' ', '_')));
  }

  /**
   * Shows an engine's state from now on.
   *
   * @return to be subscribed to the engine's events
   */
  public ExamListener watch(XRayVision engine) {
    return new EngineMetrics(registry, engine);
  }

  /** Where the DICOM listener counts. */
  public DicomMetrics dicom() {
    return dicom;
  }

  /** All of it, as {@link #CONTENT_TYPE}. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
