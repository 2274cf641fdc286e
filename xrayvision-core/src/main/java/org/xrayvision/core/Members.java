package org.xrayvision.core;

import java.util.ArrayList;
import java.util.List;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.XRayVisionBuilder.Given;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.VisionModel;

/**
 * The plugins that an engine runs with, those given and those made. Immutable.
 *
 * @param visionModels the preferred one first
 * @param reportReaders the preferred one first
 */
record Members(
    List<Member<VisionModel>> visionModels,
    List<Member<ReportReader>> reportReaders,
    List<ExamListener> examListeners) {
  static Members of(XRayVisionBuilder parts, Plugins plugins) {
    return new Members(
        members(plugins, PluginKind.VISION_MODEL, VisionModel.class, parts.visionModels),
        members(plugins, PluginKind.REPORT_READER, ReportReader.class, parts.reportReaders),
        members(plugins, PluginKind.EXAM_LISTENER, ExamListener.class, parts.examListeners).stream()
            .map(Member::plugin)
            .toList());
  }

  private static <T> List<Member<T>> members(
      Plugins plugins, PluginKind kind, Class<T> type, List<Given<T>> given) {
    List<Member<T>> members = new ArrayList<>();
    for (int place = 0; place < given.size(); place++) {
      T plugin = given.get(place).plugin();
      if (plugin != null) {
        members.add(Member.of(plugin, Reach.LOCAL));
        continue;
      }
      PluginUse use = given.get(place).use();
      plugins
          .make(kind, type, use, place)
          .ifPresent(
              made ->
                  members.add(
                      new Member<>(
                          made.plugin(),
                          made.loader(),
                          use.reach(),
                          why -> plugins.switchedOff(kind, use.id(), why))));
    }
    return List.copyOf(members);
  }
}
