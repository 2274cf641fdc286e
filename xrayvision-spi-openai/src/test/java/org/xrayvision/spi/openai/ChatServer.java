/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An endpoint that answers what a test wants, on a free port. */
final class ChatServer implements BeforeEachCallback, AfterEachCallback {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  @Override
  public void beforeEach(ExtensionContext context) {
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.stop();
  }

  URI endpoint() {
    return URI.create(server.baseUrl() + "/v1/chat/completions");
  }

  OpenAiOptions.Builder options() {
    return OpenAiOptions.builder(endpoint(), "medgemma-4b-it");
  }

  WireMockServer wireMock() {
    return server;
  }

  void answers(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  void answersStatus(int status, String body) {
    answers(aResponse().withStatus(status).withBody(body));
  }

  void says(String content) {
    answersStatus(200, completion(content, "stop"));
  }

  static String completion(String content, String finish) {
    var root = JSON.createObjectNode().put("model", "medgemma-4b-it-q8");
    var choice = root.putArray("choices").addObject().put("finish_reason", finish);
    choice.putObject("message").put("role", "assistant").put("content", content);
    root.putObject("usage").put("prompt_tokens", 700).put("completion_tokens", 50);
    return root.toString();
  }

  List<LoggedRequest> requests() {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
  }

  JsonNode question(int index) throws IOException {
    return JSON.readTree(requests().get(index).getBody());
  }
}
