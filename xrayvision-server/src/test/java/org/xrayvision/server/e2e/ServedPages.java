/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.simulator.dicom.RawAssociation;

/**
 * {@code serve} as a process, and a browser for its pages. What goes wrong on any page is
 * collected: errors on the console, dialogs, requests to other places.
 */
final class ServedPages implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> complaints = new ArrayList<>();
  private final ServerProcess server;
  private final Playwright playwright = Browsers.playwright();
  private final Browser browser = Browsers.launch(playwright);

  ServedPages(Path data, Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("XRAYVISION_HEALTH_INTERVAL_SECONDS", "1");
    all.put("XRAYVISION_NO_QUERY", "yes");
    server = ServerProcess.start(List.of(), all, data);
    try (UserStore users = UserStore.open(data.resolve("server.db"), Clock.systemUTC())) {
      users.add("reader", ServerProcess.PASSWORD, Role.USER);
    }
  }

  String url(String path) {
    return server.dashboard().resolve(path).toString();
  }

  /** The browser of {@code admin}, or of {@code reader}, who is masked. */
  Page page(String user) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
    APIResponse in =
        context
            .request()
            .post(
                url("/api/login"),
                RequestOptions.create()
                    .setData(Map.of("user", user, "password", ServerProcess.PASSWORD)));
    if (!in.ok()) {
      throw new IllegalStateException("log-in answered " + in.status() + " " + in.text());
    }
    Page page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onPageError(complaints::add);
    page.onDialog(
        (Dialog dialog) -> {
          complaints.add("a dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text() + " at " + message.location());
          }
        });
    page.onRequest(
        request -> {
          if (!request.url().replaceFirst("^ws", "http").startsWith(url("/"))) {
            complaints.add("asked another place: " + request.url());
          }
        });
    return page;
  }

  /** What a person's browser gets. */
  String text(Page page, String path) {
    APIResponse answer = page.context().request().get(url(path));
    if (!answer.ok()) {
      throw new IllegalStateException(path + " answered " + answer.status() + " " + answer.text());
    }
    return answer.text();
  }

  JsonNode json(Page page, String path) throws IOException {
    return JSON.readTree(text(page, path));
  }

  /**
   * C-STORE.
   *
   * @return the status, or -1 where the context was not accepted
   */
  int send(String calling, TestFile.Announced object) throws IOException {
    try (RawAssociation association =
        RawAssociation.open(
            server.dicomPort(),
            calling,
            server.calledAETitle(),
            object.sopClass(),
            object.transferSyntax())) {
      Optional<Integer> context = association.context(object.sopClass(), object.transferSyntax());
      if (context.isEmpty()) {
        return -1;
      }
      int status =
          association
              .store(context.get(), object.sopClass(), object.sopInstance(), object.dataSet())
              .status();
      association.release();
      return status;
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    server.close();
  }
}
