/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.xrayvision.core.PluginRole.Part;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.core.XRayVisionBuilder.Given;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.resilience.GuardedListener;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PatientIdScheme;
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
    List<GuardedListener> examListeners) {
  static Members of(XRayVisionBuilder parts, Plugins plugins) {
    Maker maker = new Maker(parts, plugins);
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
        maker.examListeners(listening));
  }

  /** The scheme that patient ids are read by; empty where the one that is named cannot run. */
  static Optional<Member<PatientIdScheme>> patientIds(XRayVisionBuilder parts, Plugins plugins) {
    return new Maker(parts, plugins)
        .member(
            PluginKind.PATIENT_ID_SCHEME,
            PatientIdScheme.class,
            parts.patientIdScheme,
            PluginRole.inOrder(0));
  }

  /** Makes what is not given. */
  private record Maker(XRayVisionBuilder parts, Plugins plugins) {
    List<Member<VisionModel>> visionModels(
        List<Given<VisionModel>> given, IntFunction<PluginRole> roles) {
      return members(PluginKind.VISION_MODEL, VisionModel.class, given, roles);
    }

    List<Member<Notifier>> notifiers(List<Given<Notifier>> given, IntFunction<PluginRole> roles) {
      return members(PluginKind.NOTIFIER, Notifier.class, given, roles);
    }

    /** Each under a name that no other of them has. */
    List<GuardedListener> examListeners(IntFunction<PluginRole> roles) {
      List<GuardedListener> listeners = new ArrayList<>();
      Set<String> taken = new HashSet<>();
      for (int i = 0; i < parts.examListeners.size(); i++) {
        Given<ExamListener> given = parts.examListeners.get(i);
        String id = given.use().id();
        String name = taken.add(id) ? id : id + " (" + (i + 1) + ")";
        member(PluginKind.EXAM_LISTENER, ExamListener.class, given, roles.apply(i))
            .map(one -> guarded(name, one))
            .ifPresent(listeners::add);
      }
      return List.copyOf(listeners);
    }

    private GuardedListener guarded(String name, Member<ExamListener> member) {
      return new GuardedListener(name, member, parts.analysisOptions.deadline(), parts.clock);
    }

    <T> List<Member<T>> members(
        PluginKind kind, Class<T> type, List<Given<T>> given, IntFunction<PluginRole> roles) {
      List<Member<T>> members = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        member(kind, type, given.get(i), roles.apply(i)).ifPresent(members::add);
      }
      return List.copyOf(members);
    }

    <T> Optional<Member<T>> member(
        PluginKind kind, Class<T> type, Given<T> given, PluginRole role) {
      T plugin = given.plugin();
      PluginUse use = given.use();
      if (plugin == null) {
        return plugins.make(kind, type, use, role).map(made -> member(kind, made, role));
      }
      return Optional.of(
          new Member<>(
              plugin,
              Member.loaderOf(plugin),
              Reach.LOCAL,
              why -> plugins.switchedOff(kind, use.id(), role, why),
              parts.meters.of(kind, use.id(), role),
              plugins.exams()::blank));
    }

    private <T> Member<T> member(PluginKind kind, Plugins.Made<T> made, PluginRole role) {
      return new Member<>(
          made.plugin(),
          made.loader(),
          made.use().reach(),
          why -> plugins.switchedOff(kind, made.use().id(), role, why),
          made.meter(),
          plugins.exams()::blank);
    }
  }
}
