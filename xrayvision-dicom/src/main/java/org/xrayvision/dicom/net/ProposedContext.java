/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * A presentation context as a requestor proposes it (PS3.8 §9.3.2.2). The acceptor chooses one of
 * the transfer syntaxes; who has data in several proposes a context for each. Immutable.
 *
 * @param sopClassUid the abstract syntax
 * @param transferSyntaxUids at least one
 */
public record ProposedContext(String sopClassUid, List<String> transferSyntaxUids) {

  /** Copies the list. */
  public ProposedContext {
    transferSyntaxUids = List.copyOf(transferSyntaxUids);
  }

  /** A context with these transfer syntaxes. */
  public static ProposedContext of(String sopClassUid, String... transferSyntaxUids) {
    return new ProposedContext(sopClassUid, List.of(transferSyntaxUids));
  }

  /**
   * Contexts by which a peer can send objects as it has them: one for each SOP class with all
   * transfer syntaxes, then, as long as there is room, one for each SOP class and each of the
   * compressed syntaxes, for a peer chooses one syntax for a context and may not be able to decode.
   *
   * @param transferSyntaxUids the one we like best first
   * @param atMost how many contexts there may be; an association has 128
   * @throws IllegalArgumentException if there are more SOP classes than that
   */
  public static List<ProposedContext> forStorage(
      Collection<String> sopClassUids, List<String> transferSyntaxUids, int atMost) {
    if (sopClassUids.size() > atMost) {
      throw new IllegalArgumentException(
          sopClassUids.size() + " SOP classes do not fit into " + atMost + " contexts");
    }
    List<ProposedContext> contexts = new ArrayList<>();
    sopClassUids.forEach(uid -> contexts.add(new ProposedContext(uid, transferSyntaxUids)));
    for (String syntax : transferSyntaxUids) {
      boolean compressed = TransferSyntax.of(syntax).map(TransferSyntax::encapsulated).orElse(true);
      for (String sopClass : sopClassUids) {
        if (compressed && transferSyntaxUids.size() > 1 && contexts.size() < atMost) {
          contexts.add(of(sopClass, syntax));
        }
      }
    }
    return List.copyOf(contexts);
  }
}
