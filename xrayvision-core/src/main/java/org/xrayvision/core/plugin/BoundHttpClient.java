/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A client that speaks with certain hosts only. Safe for threads. */
final class BoundHttpClient extends HttpClient {
  private final HttpClient client;
  private final Set<String> hosts;

  /**
   * @param hosts {@code host:port} in lower case
   */
  BoundHttpClient(HttpClient client, Set<String> hosts) {
    this.client = client;
    this.hosts = Set.copyOf(hosts);
  }

  static String hostOf(URI uri) {
    int port =
        uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  private Optional<IOException> refusal(HttpRequest request) {
    String host = hostOf(request.uri());
    return hosts.contains(host)
        ? Optional.empty()
        : Optional.of(
            new IOException(
                "a request to "
                    + host
                    + " was not sent: the plugin's settings name only "
                    + hosts));
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Optional<IOException> refusal = refusal(request);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return client.send(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return refusal(request)
        .<CompletableFuture<HttpResponse<T>>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> client.sendAsync(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushPromises) {
    return refusal(request)
        .<CompletableFuture<HttpResponse<T>>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> client.sendAsync(request, handler, pushPromises));
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
