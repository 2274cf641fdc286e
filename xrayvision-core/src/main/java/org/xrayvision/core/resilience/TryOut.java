/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Duration;
import java.util.function.BiFunction;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;

/** An endpoint and what it is tried out with. Immutable. */
record TryOut<T extends AutoCloseable>(
    Endpoint<T> endpoint, BiFunction<Asked<T>, Deadline, Result> question)
    implements EndpointProbe {
  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public Result run(Duration atMost) {
    Deadline deadline = Deadline.in(atMost);
    try {
      return endpoint.tryOut(deadline, asked -> question.apply(asked, deadline));
    } catch (BackendException e) {
      return Result.failed(e.getMessage());
    } catch (CallAbandonedException e) {
      return Result.failed("the engine is being closed");
    }
  }
}
