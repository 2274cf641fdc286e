/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;

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
}
