/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xrayvision.api.Exam;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.VisionModel;

/**
 * Which pictures a model looks at: the exam's own first, then the other views of its reading that
 * are ready, as they were taken. A model that says that it looks at several sees eight at most;
 * where a site waits until a study is there, each model sees four. Safe for threads.
 *
 * @param together whether a site waits
 */
record Views(
    ExamStore store,
    Pictures pictures,
    Abilities abilities,
    boolean together,
    Discretion discretion) {
  private static final int MOST = 8;
  private static final int MOST_TOGETHER = 4;

  /** Of the other views; a site's pictures take a tenth of it. */
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  /**
   * The picture of an exam, and what of it may leave the house: views of one study may differ in
   * whether they say that text is burned in.
   */
  record View(String uid, Picture picture, Egress egress) {}

  /** All that a model may look at beside an exam's own picture, which is the first. */
  List<View> of(Exam exam, Picture own) {
    List<View> views = new ArrayList<>();
    views.add(view(exam.uid(), own));
    if (!together && !abilities.any(Capability.SEVERAL_IMAGES)) {
      return views;
    }
    long bytes = 0;
    for (String uid : store.otherViews(exam.uid(), MOST - 1)) {
      Optional<Picture> picture = store.exam(uid).flatMap(this::ready);
      bytes += picture.map(one -> one.png().length).orElse(0);
      if (bytes > MOST_BYTES) {
        return views;
      }
      picture.ifPresent(one -> views.add(view(uid, one)));
    }
    return views;
  }

  private View view(String uid, Picture picture) {
    return new View(uid, picture, discretion.egress(store.journal(uid)));
  }

  /** One that is not made yet, or cannot be read, is left out: its own exam will say so. */
  private Optional<Picture> ready(Exam exam) {
    try {
      Optional<Path> file = pictures.ready(exam.uid());
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(PictureFile.read(file.get(), exam.projection()));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * Those of them that this model looks at. Whether it may look at the first at all is asked
   * before; another that must stay inside is left out.
   */
  List<View> seenBy(Asked<VisionModel> asked, List<View> all) {
    boolean several = abilities.has(asked.plugin(), Capability.SEVERAL_IMAGES);
    int most = several ? MOST : together ? MOST_TOGETHER : 1;
    List<View> seen = new ArrayList<>();
    seen.add(all.get(0));
    all.stream()
        .skip(1)
        .filter(view -> view.egress().whyNot(asked.reach()).isEmpty())
        .limit(most - 1)
        .forEach(seen::add);
    return seen;
  }
}
