/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * Reads pictures by an OpenAI-compatible chat completion: system text, question, and each picture
 * as a base64 data URL. Safe for threads.
 */
public final class OpenAiVisionModel implements VisionModel, HealthProbe {
  private final OpenAiOptions options;
  private final ChatClient client;

  /** A model at an endpoint; connects when it is first asked. */
  public OpenAiVisionModel(OpenAiOptions options) {
    this.options = options;
    this.client = new ChatClient(options);
  }

  @Override
  public VisionAnswer read(VisionRequest request) {
    ObjectNode question = client.question(request.prompt());
    ArrayNode content =
        question.withArray("messages").addObject().put("role", "user").putArray("content");
    content.addObject().put("type", "text").put("text", request.prompt().user());
    for (Picture picture : request.pictures()) {
      String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png());
      content.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    }
    ChatAnswer answer = client.complete(question, request.prompt(), request.deadline());
    return VisionAnswer.builder()
        .text(answer.text())
        .model(answer.model())
        .usage(answer.usage())
        .truncated(answer.truncated())
        .rawAnswer(answer.raw())
        .build();
  }

  @Override
  public void checkHealth(Deadline deadline) {
    client.checkHealth(deadline);
  }

  @Override
  public String displayName() {
    return options.displayName();
  }

  @Override
  public void close() {
    client.close();
  }
}
