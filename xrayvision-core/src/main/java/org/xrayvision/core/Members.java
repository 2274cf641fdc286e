/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    Maker maker = new Maker(parts.meters, plugins);
    IntFunction<PluginRole> listening = place -> new PluginRole(Part.LISTENER, place + 1);
    IntFunction<PluginRole> escalated = place -> new PluginRole(Part.ESCALATION, place + 1);
    return new Members(
        maker.visionModels(parts.visionModels, PluginRole::inOrder),
        maker.visionModels(parts.shadowModels, place -> new PluginRole(Part.SHADOW, place + 1)),
        maker.members(
            PluginKind.REPORT_READER, ReportReader.class, parts.reportReaders, PluginRole::inOrder),
        maker.members(
            PluginKind.REPORT_SOURCE, ReportSource.class, parts.reportSources, PluginRole::inOrder),
        maker.notifiers(parts.notifiers, listening),
        maker.notifiers(parts.escalationNotifiers, escalated),
        maker.examListeners(parts.examListeners, listening));
  }

  private static ExamListener lent(Member<ExamListener> member) {
    return new LentListener(member.plugin(), member.loader(), member.meter());
  }

  /** Makes what is not given. */
  private record Maker(PluginMeters meters, Plugins plugins) {
    List<Member<VisionModel>> visionModels(
        List<Given<VisionModel>> given, IntFunction<PluginRole> roles) {
      return members(PluginKind.VISION_MODEL, VisionModel.class, given, roles);
    }

    List<Member<Notifier>> notifiers(List<Given<Notifier>> given, IntFunction<PluginRole> roles) {
      return members(PluginKind.NOTIFIER, Notifier.class, given, roles);
    }

    List<ExamListener> examListeners(
        List<Given<ExamListener>> given, IntFunction<PluginRole> roles) {
      return members(PluginKind.EXAM_LISTENER, ExamListener.class, given, roles).stream()
          .map(Members::lent)
          .toList();
    }

    <T> List<Member<T>> members(
        PluginKind kind, Class<T> type, List<Given<T>> given, IntFunction<PluginRole> roles) {
      List<Member<T>> members = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        T plugin = given.get(i).plugin();
        PluginUse use = given.get(i).use();
        PluginRole role = roles.apply(i);
        if (plugin != null) {
          Meter meter = meters.of(kind, use.id(), role);
          members.add(Member.of(plugin, Reach.LOCAL).withMeter(meter));
        } else {
          made(kind, type, use, role).ifPresent(members::add);
        }
      }
      return List.copyOf(members);
    }

    private <T> Optional<Member<T>> made(
        PluginKind kind, Class<T> type, PluginUse use, PluginRole role) {
      return plugins
          .make(kind, type, use, role)
          .map(
              made ->
                  new Member<>(
                      made.plugin(),
                      made.loader(),
                      use.reach(),
                      why -> plugins.switchedOff(kind, role, why),
                      made.meter()));
    }
  }
}
