/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Finding;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * The contract of a {@link VisionModel} that works in this process. Extend it and fill {@link
 * #model}. One that asks a backend extends {@link HttpVisionModelContract}.
 */
public abstract class VisionModelContract extends LocalContract<VisionModel> {
  /** For the class that extends this. */
  protected VisionModelContract() {}

  /** A new model. */
  protected abstract VisionModel model();

  @Override
  final VisionModel make() {
    return model();
  }

  @Override
  final VisionAnswer ask() {
    return plugin().read(HttpVisionModelContract.request(Deadline.in(LONG)));
  }

  @Override
  final void askAboutAPatient() {
    VisionAnswer unused = ask();
  }

  @Override
  final String name() {
    return plugin().displayName();
  }

  @Test
  final void answersAboutAPicture() {
    VisionAnswer answer = ask();
    assertThat(answer).isNotNull();
    for (Finding finding : answer.findings()) {
      Finding.Location at = finding.location();
      if (at != null) {
        assertThat(at.picture()).isZero();
        assertThat(at.x() + at.width()).isLessThanOrEqualTo(SamplePng.SIDE);
        assertThat(at.y() + at.height()).isLessThanOrEqualTo(SamplePng.SIDE);
      }
    }
  }

  @Test
  final void saysWhatItCanDoAndDoesSo() {
    assertThat(plugin().capabilities()).isNotNull();
    if (plugin().capabilities().contains(Capability.SEVERAL_IMAGES)) {
      VisionRequest two = HttpVisionModelContract.request(Deadline.in(LONG), 2);
      assertThat(plugin().read(two)).isNotNull();
    }
  }
}
