/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.xrayvision.core.PluginRole.Part;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.XRayVisionBuilder.Given;
import org.xrayvision.core.plugin.LentListener;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.Notifier;
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
 * @param notifiers are told of each alert
 * @param escalationNotifiers are told of what nobody has acknowledged
 * @param examListeners hear each event
 */
record Members(
    List<Member<VisionModel>> visionModels,
    List<Member<VisionModel>> shadowModels,
    List<Member<ReportReader>> reportReaders,
    List<Member<ReportSource>> reportSources,
    List<Member<Notifier>> notifiers,
    List<Member<Notifier>> escalationNotifiers,
    List<ExamListener> examListeners) {
  static Members of(XRayVisionBuilder parts, Plugins plugins) {
    return new Members(
        members(
            parts,
            plugins,
            PluginKind.VISION_MODEL,
            VisionModel.class,
            parts.visionModels,
            PluginRole::inOrder),
        members(
            parts,
            plugins,
            PluginKind.VISION_MODEL,
            VisionModel.class,
            parts.shadowModels,
            place -> new PluginRole(Part.SHADOW, place + 1)),
        members(
            parts,
            plugins,
            PluginKind.REPORT_READER,
            ReportReader.class,
            parts.reportReaders,
            PluginRole::inOrder),
        members(
            parts,
            plugins,
            PluginKind.REPORT_SOURCE,
            ReportSource.class,
            parts.reportSources,
            PluginRole::inOrder),
        members(
            parts,
            plugins,
            PluginKind.NOTIFIER,
            Notifier.class,
            parts.notifiers,
            place -> new PluginRole(Part.LISTENER, place + 1)),
        members(
            parts,
            plugins,
            PluginKind.NOTIFIER,
            Notifier.class,
            parts.escalationNotifiers,
            place -> new PluginRole(Part.ESCALATION, place + 1)),
        members(
                parts,
                plugins,
                PluginKind.EXAM_LISTENER,
                ExamListener.class,
                parts.examListeners,
                place -> new PluginRole(Part.LISTENER, place + 1))
            .stream()
            .map(Members::lent)
            .toList());
  }

  private static ExamListener lent(Member<ExamListener> member) {
    return new LentListener(member.plugin(), member.loader(), member.meter());
  }

  private static <T> List<Member<T>> members(
      XRayVisionBuilder parts,
      Plugins plugins,
      PluginKind kind,
      Class<T> type,
      List<Given<T>> given,
      IntFunction<PluginRole> roles) {
    List<Member<T>> members = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      T plugin = given.get(i).plugin();
      PluginUse use = given.get(i).use();
      PluginRole role = roles.apply(i);
      if (plugin != null) {
        Meter meter = parts.meters.of(kind, use.id(), role);
        members.add(Member.of(plugin, Reach.LOCAL).withMeter(meter));
        continue;
      }
      plugins
          .make(kind, type, use, role)
          .ifPresent(
              made ->
                  members.add(
                      new Member<>(
                          made.plugin(),
                          made.loader(),
                          use.reach(),
                          why -> plugins.switchedOff(kind, role, why),
                          made.meter())));
    }
    return List.copyOf(members);
  }
}
