/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import org.xrayvision.spi.Notifier;

/** The shape of {@link Notifier}, tried by the smallest one that keeps the contract. */
class NotifierContractTest extends HttpNotifierContract {
  @Override
  protected Notifier notifier(URI backend) {
    PlainHttp http = new PlainHttp();
    return alert ->
        http.exchange(
            HttpRequest.newBuilder(backend.resolve("/alerts/" + alert.id()))
                .header("Authorization", "Bearer " + SECRET)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "severity " + alert.severity() + " " + alert.region()))
                .build(),
            alert.deadline());
  }

  @Override
  protected String rightAnswer() {
    return "{\"id\": \"contract-1\", \"delivered\": true}";
  }
}
