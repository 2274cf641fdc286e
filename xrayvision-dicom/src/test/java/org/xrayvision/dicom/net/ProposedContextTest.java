/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How storage SOP classes and transfer syntaxes become presentation contexts. */
class ProposedContextTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
  private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";

  @Test
  void eachSopClassHasOneContextAndThenOneForEachCompressedSyntax() {
    List<String> syntaxes = List.of(EXPLICIT, IMPLICIT, JPEG_2000);
    assertThat(ProposedContext.forStorage(List.of("1.1", "1.2"), syntaxes, 128))
        .containsExactly(
            new ProposedContext("1.1", syntaxes),
            new ProposedContext("1.2", syntaxes),
            ProposedContext.of("1.1", JPEG_2000),
            ProposedContext.of("1.2", JPEG_2000));
  }

  @Test
  void whatDoesNotFitIsLeftOutBeforeASopClassIs() {
    List<String> syntaxes = List.of(EXPLICIT, JPEG_LOSSLESS, JPEG_2000);
    List<String> classes = IntStream.range(0, 60).mapToObj(i -> "1.2." + i).toList();
    List<ProposedContext> contexts = ProposedContext.forStorage(classes, syntaxes, 126);
    assertThat(contexts).hasSize(126);
    assertThat(contexts.subList(0, 60))
        .extracting(ProposedContext::sopClassUid)
        .containsExactlyElementsOf(classes);
    assertThat(contexts.subList(60, 120))
        .extracting(ProposedContext::transferSyntaxUids)
        .containsOnly(List.of(JPEG_LOSSLESS));
  }

  @Test
  void moreSopClassesThanContextsAreAnError() {
    List<String> classes = Collections.nCopies(127, "1.2");
    assertThatThrownBy(
            () -> RequestorOptions.builder().forGet(QueryRoot.STUDY, classes, List.of(EXPLICIT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127 SOP classes do not fit into 126 contexts");
  }

  @Test
  void rolesWithoutAContextAndTwiceTheSameAreErrors() {
    RequestorOptions.Builder options =
        RequestorOptions.builder()
            .calledAETitle("PACS")
            .host("localhost")
            .port(104)
            .contexts(List.of(ProposedContext.of("1.2", EXPLICIT)))
            .roles(
                List.of(
                    RoleSelection.provider("1.2"),
                    RoleSelection.provider("1.2"),
                    RoleSelection.provider("1.3")));
    assertThatThrownBy(options::build)
        .hasMessageContaining("roles: 1.2 is there twice")
        .hasMessageContaining("roles: 1.3 has no presentation context");
  }
}
