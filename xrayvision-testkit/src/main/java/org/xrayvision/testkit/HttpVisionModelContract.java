/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.time.Period;
import java.util.Collections;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.Subject;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * The contract of a {@link VisionModel} that asks a backend over HTTP. Extend it, fill {@link
 * #model}, and override {@link #rightAnswer()} if the backend does not speak as OpenAI's does.
 */
public abstract class HttpVisionModelContract extends HttpBackendContract<VisionModel> {
  /** For the class that extends this. */
  protected HttpVisionModelContract() {}

  /**
   * A new model whose backend is at this address, with {@link #SECRET} as its key if it has one.
   */
  protected abstract VisionModel model(URI backend);

  @Override
  protected String rightAnswer() {
    return """
        {"model": "contract", "choices": [{"index": 0, "finish_reason": "stop", "message":
         {"role": "assistant", "content": "FINDINGS: None.\\n\\nIMPRESSION: Normal."}}],
         "usage": {"prompt_tokens": 700, "completion_tokens": 12, "total_tokens": 712}}""";
  }

  @Override
  final VisionModel make(URI backend) {
    return model(backend);
  }

  @Override
  final Object ask(VisionModel subject, Deadline deadline) {
    return subject.read(request(deadline));
  }

  static VisionRequest request(Deadline deadline) {
    return request(deadline, 1);
  }

  static VisionRequest request(Deadline deadline, int pictures) {
    Picture picture = Picture.of(SamplePng.bytes(), SamplePng.SIDE, SamplePng.SIDE, "frontal");
    return VisionRequest.builder()
        .pictures(Collections.nCopies(pictures, picture))
        .prompt(
            new Prompt(
                "You are a radiologist.", "Is the chest of " + CANARY + " normal?", "contract"))
        .region("chest")
        .subject(new Subject(Period.ofYears(61), Sex.F))
        .deadline(deadline)
        .build();
  }
}
