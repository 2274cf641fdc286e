package org.xrayvision.spi.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.TransientBackendException;

/**
 * Has a report graded by an OpenAI-compatible chat completion. Asks for JSON by schema as long as
 * the endpoint takes that, and reads tolerantly what comes. Safe for threads.
 */
public final class OpenAiReportReader implements ReportReader, HealthProbe {
  private final OpenAiOptions options;
  private final ChatClient client;

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

  private ChatAnswer ask(ReadRequest request) {
    if (withoutSchema) {
      return ask(request, false);
    }
    try {
      return ask(request, true);
    } catch (PermanentBackendException e) {
      if (!blamesSchema(e)) {
        throw e;
      }
      withoutSchema = true;
      return ask(request, false);
    } catch (TransientBackendException e) {
      // Grammars make some models write blanks for ever; the next try is made without.
      withoutSchema |=
          !e.isOutage() && e.rawAnswer() != null && e.rawAnswer().contains("\"length\"");
      throw e;
    }
  }

  private ChatAnswer ask(ReadRequest request, boolean bySchema) {
    ObjectNode question = client.question(request.instructions());
    question
        .withArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", request.instructions().user());
    if (bySchema) {
      question.set("response_format", schema());
    }
    return client.complete(question, request.instructions(), request.deadline());
  }

  private static boolean blamesSchema(PermanentBackendException e) {
    String words = (e.getMessage() + " " + e.rawAnswer()).toLowerCase(Locale.ROOT);
    return words.contains("response_format")
        || words.contains("json_schema")
        || words.contains("response format")
        || words.contains("grammar")
        || words.contains("guided");
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
