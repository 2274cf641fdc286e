/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;

/**
 * The state machine of the upper layer (PS3.8 §9.2), the same for both roles. It knows no socket.
 * Not safe for threads: its owner guards it.
 */
final class StateMachine {

  /** Does what the machine decides. */
  interface Actions {
    /** Whether the A-ASSOCIATE-RQ just received is acceptable by the service provider (AE-6). */
    boolean requestIsAcceptable();

    /** Called when the machine is already in the state that follows. */
    void perform(Action action) throws IOException;
  }

  private final boolean requestor;
  private final Actions actions;
  private State state;

  StateMachine(boolean requestor, Actions actions) {
    this(requestor, actions, State.STA1);
  }

  /** A machine that is already in some state, for tests. */
  StateMachine(boolean requestor, Actions actions, State state) {
    this.requestor = requestor;
    this.actions = actions;
    this.state = state;
  }

  State state() {
    return state;
  }

  /**
   * Moves on. If the action fails with an {@link IOException}, the machine is in the state that
   * follows the action, and the owner goes on with Evt17.
   *
   * @throws IllegalStateException for a pair that the Standard's table leaves blank: our own error,
   *     as no peer can cause it; the state stays
   */
  Action fire(Event event) throws IOException {
    State before = state;
    Action action =
        StateTable.action(event, before)
            .orElseThrow(() -> new IllegalStateException(event + " cannot occur in " + before));
    state = action.next(condition(action));
    actions.perform(action);
    return action;
  }

  private boolean condition(Action action) {
    return action == Action.AE_6 ? actions.requestIsAcceptable() : requestor;
  }
}
