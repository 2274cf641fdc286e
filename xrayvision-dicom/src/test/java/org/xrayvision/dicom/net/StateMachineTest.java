/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every pair of event and state against PS3.8 table 9-10, written down here a second time and in
 * another way: event by event, which action in which states.
 */
class StateMachineTest {
  private static final int[] ASSOCIATED_OR_LATER = {6, 7, 8, 9, 10, 11, 12};

  /** Key: event * 100 + state; value: action. */
  private static final Map<Integer, String> STANDARD = standard();

  private static Map<Integer, String> standard() {
    Map<Integer, String> table = new HashMap<>();
    // Establishment
    put(table, 1, "AE-1", 1);
    put(table, 2, "AE-2", 4);
    put(table, 5, "AE-5", 1);
    put(table, 7, "AE-7", 3);
    put(table, 8, "AE-8", 3);
    // A PDU is an error in most states: AA-1 before the association, AA-8 later, ignored at its end
    for (int event : new int[] {3, 4, 6, 10, 12, 13, 19}) {
      put(table, event, "AA-1", 2);
      put(table, event, "AA-8", 3, 5);
      put(table, event, "AA-8", ASSOCIATED_OR_LATER);
      put(table, event, event == 6 || event == 19 ? "AA-7" : "AA-6", 13);
    }
    put(table, 3, "AE-3", 5);
    put(table, 4, "AE-4", 5);
    put(table, 6, "AE-6", 2);
    // Data
    put(table, 9, "DT-1", 6);
    put(table, 9, "AR-7", 8);
    put(table, 10, "DT-2", 6);
    put(table, 10, "AR-6", 7);
    // Release
    put(table, 11, "AR-1", 6);
    put(table, 12, "AR-2", 6);
    put(table, 12, "AR-8", 7);
    put(table, 13, "AR-3", 7, 11);
    put(table, 13, "AR-10", 10);
    put(table, 14, "AR-4", 8, 12);
    put(table, 14, "AR-9", 9);
    // Abort, close, time
    put(table, 15, "AA-1", 3, 5);
    put(table, 15, "AA-1", ASSOCIATED_OR_LATER);
    put(table, 15, "AA-2", 4);
    put(table, 16, "AA-2", 2, 13);
    put(table, 16, "AA-3", 3, 5);
    put(table, 16, "AA-3", ASSOCIATED_OR_LATER);
    put(table, 17, "AA-5", 2);
    put(table, 17, "AA-4", 3, 4, 5);
    put(table, 17, "AA-4", ASSOCIATED_OR_LATER);
    put(table, 17, "AR-5", 13);
    put(table, 18, "AA-2", 2, 13);
    return table;
  }

  private static void put(Map<Integer, String> table, int event, String action, int... states) {
    for (int state : states) {
      table.put(event * 100 + state, action);
    }
  }

  /** PS3.8 tables 9-6 to 9-9; for AE-6 and AR-8 the first of the two. */
  private static final Map<String, Integer> NEXT =
      Map.ofEntries(
          Map.entry("AE-1", 4),
          Map.entry("AE-2", 5),
          Map.entry("AE-3", 6),
          Map.entry("AE-4", 1),
          Map.entry("AE-5", 2),
          Map.entry("AE-6", 3),
          Map.entry("AE-7", 6),
          Map.entry("AE-8", 13),
          Map.entry("DT-1", 6),
          Map.entry("DT-2", 6),
          Map.entry("AR-1", 7),
          Map.entry("AR-2", 8),
          Map.entry("AR-3", 1),
          Map.entry("AR-4", 13),
          Map.entry("AR-5", 1),
          Map.entry("AR-6", 7),
          Map.entry("AR-7", 8),
          Map.entry("AR-8", 9),
          Map.entry("AR-9", 11),
          Map.entry("AR-10", 12),
          Map.entry("AA-1", 13),
          Map.entry("AA-2", 1),
          Map.entry("AA-3", 1),
          Map.entry("AA-4", 1),
          Map.entry("AA-5", 1),
          Map.entry("AA-6", 13),
          Map.entry("AA-7", 13),
          Map.entry("AA-8", 13));

  @ParameterizedTest(name = "Evt{0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void actsAndMovesAsTheStandardSaysInEveryState(int event) throws IOException {
    for (int state = 1; state <= 13; state++) {
      String action = STANDARD.get(event * 100 + state);
      if (action == null) {
        cannotOccur(event, state);
      } else {
        acts(event, state, action);
      }
    }
  }

  private static void acts(int event, int state, String action) throws IOException {
    Actor actor = new Actor(true);
    StateMachine machine = new StateMachine(true, actor, state(state));
    assertThat(machine.fire(event(event))).as("Evt%d in Sta%d", event, state).hasToString(action);
    assertThat(actor.performed).hasToString("[" + action + "]");
    assertThat(machine.state()).isEqualTo(state(NEXT.get(action)));
  }

  private static void cannotOccur(int event, int state) {
    Actor actor = new Actor(true);
    StateMachine machine = new StateMachine(true, actor, state(state));
    assertThatThrownBy(() -> machine.fire(event(event)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Evt" + event + " (")
        .hasMessageContaining("Sta" + state + " (");
    assertThat(machine.state()).isEqualTo(state(state));
    assertThat(actor.performed).isEmpty();
  }

  @Test
  void theTableHas123OfTheStandardsPairs() {
    assertThat(STANDARD).hasSize(123);
  }

  @Test
  void aRequestThatIsNotAcceptableLeadsToSta13() throws IOException {
    StateMachine machine = new StateMachine(false, new Actor(false), State.STA2);
    machine.fire(Event.EVT6);
    assertThat(machine.state()).isEqualTo(State.STA13);
  }

  @Test
  void aReleaseCollisionLeadsTheAcceptorToSta10() throws IOException {
    StateMachine machine = new StateMachine(false, new Actor(true), State.STA7);
    machine.fire(Event.EVT12);
    assertThat(machine.state()).isEqualTo(State.STA10);
  }

  @Test
  void anActionThatFailsLeavesTheStateThatFollowsIt() {
    StateMachine.Actions failing =
        new StateMachine.Actions() {
          @Override
          public boolean requestIsAcceptable() {
            return true;
          }

          @Override
          public void perform(Action action) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    StateMachine machine = new StateMachine(false, failing, State.STA6);
    assertThatThrownBy(() -> machine.fire(Event.EVT15)).hasMessage("broken pipe");
    assertThat(machine.state()).isEqualTo(State.STA13);
  }

  private static Event event(int number) {
    return Event.valueOf("EVT" + number);
  }

  private static State state(int number) {
    return State.valueOf("STA" + number);
  }

  private static final class Actor implements StateMachine.Actions {
    final List<Action> performed = new ArrayList<>();
    private final boolean acceptable;

    Actor(boolean acceptable) {
      this.acceptable = acceptable;
    }

    @Override
    public boolean requestIsAcceptable() {
      return acceptable;
    }

    @Override
    public void perform(Action action) {
      performed.add(action);
    }
  }
}
