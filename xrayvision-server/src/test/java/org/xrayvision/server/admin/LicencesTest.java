/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xrayvision.server.admin.Licences.Component;

final class LicencesTest {
  @Test
  void onlyTheServersSectionIsRead() {
    String page =
        """
        ## xrayvision-core

        | artifact | version | licence | KB |
        |---|---|---|---|
        | a:core-only | 1 | MIT | 4 |

        ## xrayvision-server

        | artifact | version | licence | KB |
        |---|---|---|---|
        | org.jspecify:jspecify | 1.0.0 | Apache-2.0 | 4 |
        | **all 1** | | | **4** |

        ## more

        | b:later | 1 | MIT | 4 |
        """;

    assertThat(Licences.parse(page))
        .containsExactly(new Component("org.jspecify:jspecify", "1.0.0", "Apache-2.0"));
  }

  @Test
  void theListIsInTheProgram() {
    assertThat(Licences.all())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            component -> {
              assertThat(component.artifact()).contains(":");
              assertThat(component.version()).isNotEmpty();
              assertThat(component.licence()).isNotEmpty();
            });
  }
}
