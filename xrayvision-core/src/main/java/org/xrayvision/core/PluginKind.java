/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Locale;
import org.xrayvision.spi.ExamListenerFactory;
import org.xrayvision.spi.NotifierFactory;
import org.xrayvision.spi.PatientIdSchemeFactory;
import org.xrayvision.spi.PluginFactory;
import org.xrayvision.spi.ReportReaderFactory;
import org.xrayvision.spi.ReportSourceFactory;
import org.xrayvision.spi.VisionModelFactory;

/** The kinds of plugins, and what makes each. */
public enum PluginKind {
  /** Looks at pictures. */
  VISION_MODEL(VisionModelFactory.class),
  /** Assesses reports. */
  REPORT_READER(ReportReaderFactory.class),
  /** Knows the radiologists' reports. */
  REPORT_SOURCE(ReportSourceFactory.class),
  /** Tells people of positive findings. */
  NOTIFIER(NotifierFactory.class),
  /** Hears what happens. */
  EXAM_LISTENER(ExamListenerFactory.class),
  /** Knows a kind of patient id. */
  PATIENT_ID_SCHEME(PatientIdSchemeFactory.class);

  private final Class<? extends PluginFactory<?>> factory;

  PluginKind(Class<? extends PluginFactory<?>> factory) {
    this.factory = factory;
  }

  /** The interface that such a plugin's factory implements. */
  public Class<? extends PluginFactory<?>> factory() {
    return factory;
  }

  /** The kind as people read it: "vision model". */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
