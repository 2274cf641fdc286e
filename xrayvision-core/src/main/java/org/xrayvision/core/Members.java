/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.ArrayList;
import java.util.List;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.XRayVisionBuilder.Given;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.VisionModel;

/**
 * The plugins that an engine runs with, those given and those made. Immutable.
 *
 * @param visionModels the preferred one first
 * @param shadowModels those whose answers count nowhere
 * @param reportReaders the preferred one first
 * @param reportSources the preferred one first
 */
record Members(
    List<Member<VisionModel>> visionModels,
    List<Member<VisionModel>> shadowModels,
    List<Member<ReportReader>> reportReaders,
    List<Member<ReportSource>> reportSources,
    List<ExamListener> examListeners) {
  static Members of(XRayVisionBuilder parts, Plugins plugins) {
    return new Members(
        members(plugins, PluginKind.VISION_MODEL, VisionModel.class, parts.visionModels, 0),
        members(
            plugins,
            PluginKind.VISION_MODEL,
            VisionModel.class,
            parts.shadowModels,
            parts.visionModels.size()),
        members(plugins, PluginKind.REPORT_READER, ReportReader.class, parts.reportReaders, 0),
        members(plugins, PluginKind.REPORT_SOURCE, ReportSource.class, parts.reportSources, 0),
        members(plugins, PluginKind.EXAM_LISTENER, ExamListener.class, parts.examListeners, 0)
            .stream()
            .map(Member::plugin)
            .toList());
  }

  private static <T> List<Member<T>> members(
      Plugins plugins, PluginKind kind, Class<T> type, List<Given<T>> given, int firstPlace) {
    List<Member<T>> members = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      T plugin = given.get(i).plugin();
      if (plugin != null) {
        members.add(Member.of(plugin, Reach.LOCAL));
        continue;
      }
      PluginUse use = given.get(i).use();
      plugins
          .make(kind, type, use, firstPlace + i)
          .ifPresent(
              made ->
                  members.add(
                      new Member<>(
                          made.plugin(),
                          made.loader(),
                          use.reach(),
                          why -> plugins.switchedOff(kind, use.id(), why),
                          made.meter())));
    }
    return List.copyOf(members);
  }
}
