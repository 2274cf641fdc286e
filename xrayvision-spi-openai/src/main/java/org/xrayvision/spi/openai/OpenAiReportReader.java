/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Critique;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportCritic;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportTranslator;
import org.xrayvision.spi.TransientBackendException;

/**
 * Has a report graded by an OpenAI-compatible chat completion. Asks for JSON by schema as long as
 * the endpoint takes that, and reads tolerantly what comes. Safe for threads.
 */
public final class OpenAiReportReader
    implements ReportReader, ReportTranslator, ReportCritic, HealthProbe {
  private static final int FAULTS = 2;

  private final OpenAiOptions options;
  private final ChatClient client;

  /** How often in a row a 500 went away with the schema. */
  private final AtomicInteger faults = new AtomicInteger();

  /** Set once an endpoint has refused the schema, or has filled it with blanks. */
  private volatile boolean withoutSchema;

  /** A reader at an endpoint; connects when it is first asked. */
  public OpenAiReportReader(OpenAiOptions options) {
    this.options = options;
    this.client = new ChatClient(options);
  }

  @Override
  public Assessment assess(ReadRequest request) {
    ChatAnswer answer = ask(request);
    return AssessmentParser.parse(answer)
        .orElseThrow(
            () ->
                TransientBackendException.failure(
                    displayName() + " answered without an assessment that can be read",
                    answer.raw(),
                    null));
  }

  @Override
  public String translate(ReadRequest request) {
    ChatAnswer answer = inPlainWords(request);
    if (answer.truncated()) {
      // Half a translation may say the opposite.
      throw TransientBackendException.failure(
          displayName() + " cut the translation at its token limit; raise max_tokens",
          answer.raw(),
          null);
    }
    return answer.text();
  }

  @Override
  public Critique critique(ReadRequest request) {
    ChatAnswer answer = inPlainWords(request);
    return CritiqueParser.parse(answer)
        .orElseThrow(
            () ->
                TransientBackendException.failure(
                    displayName() + " answered without a critique that can be read",
                    answer.raw(),
                    null));
  }

  private ChatAnswer inPlainWords(ReadRequest request) {
    Prompt prompt = request.instructions();
    return client.complete(question(prompt, false), prompt, request.deadline());
  }

  private ChatAnswer ask(ReadRequest request) {
    Prompt prompt = request.instructions();
    if (withoutSchema) {
      return client.complete(question(prompt, false), prompt, request.deadline());
    }
    var response = client.send(question(prompt, true), request.deadline());
    int status = response.statusCode();
    if (mayBlameSchema(status)) {
      return askWithout(status, request);
    }
    try {
      ChatAnswer answer = client.answer(response, prompt);
      faults.set(0);
      return answer;
    } catch (TransientBackendException e) {
      // Grammars make some models write blanks for ever; the next try is made without.
      withoutSchema |=
          !e.isOutage() && e.rawAnswer() != null && e.rawAnswer().contains("\"length\"");
      throw e;
    }
  }

  /** The same question in plain words; that this works tells that the schema was to blame. */
  private ChatAnswer askWithout(int status, ReadRequest request) {
    Prompt prompt = request.instructions();
    ChatAnswer answer = client.complete(question(prompt, false), prompt, request.deadline());
    // A single 500 may have been an accident.
    withoutSchema |= status != 500 || faults.incrementAndGet() >= FAULTS;
    return answer;
  }

  /** Servers refuse what they do not know in many ways, and few of them say what it was. */
  private static boolean mayBlameSchema(int status) {
    return switch (status) {
      case 401, 403, 404, 429 -> false;
      case 500, 501 -> true;
      default -> status / 100 == 4;
    };
  }

  private ObjectNode question(Prompt prompt, boolean bySchema) {
    ObjectNode question = client.question(prompt);
    question.withArray("messages").addObject().put("role", "user").put("content", prompt.user());
    if (bySchema) {
      question.set("response_format", schema());
    }
    return question;
  }

  private ObjectNode schema() {
    ObjectNode format = client.json().createObjectNode().put("type", "json_schema");
    ObjectNode named =
        format.putObject("json_schema").put("name", "assessment").put("strict", true);
    ObjectNode schema = named.putObject("schema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("severity").put("type", "integer").put("minimum", 0).put("maximum", 10);
    properties.putObject("confidence").put("type", "integer").put("minimum", 0).put("maximum", 100);
    properties.putObject("summary").put("type", "string");
    schema.putArray("required").add("severity").add("confidence").add("summary");
    schema.put("additionalProperties", false);
    return format;
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
