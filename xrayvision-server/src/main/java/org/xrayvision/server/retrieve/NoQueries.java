/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** No PACS is asked, for this reason. Immutable. */
record NoQueries(String whyNot) implements Queries {
  @Override
  public String nextQuery() {
    return DISABLED;
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public Map<String, Long> ask(int hours, @Nullable String pacs) {
    throw new IllegalStateException(whyNot);
  }

  @Override
  public List<PacsStatus> status() {
    return List.of();
  }

  @Override
  public List<Retrieval> troubled(int max) {
    return List.of();
  }

  @Override
  public void listen(Consumer<QueryProgress> listener) {
    // There is nothing to tell.
  }
}
